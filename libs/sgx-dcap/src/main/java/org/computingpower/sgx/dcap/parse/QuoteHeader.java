package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;

/**
 * The first 48 bytes of a quote.
 *
 * @param version 3, 4 or 5
 * @param tee the TEE type
 * @param userData 20 bytes; the first 16 are the id of the quoting enclave
 */
public record QuoteHeader(int version, Tee tee, Bytes userData) {}
