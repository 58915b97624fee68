package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;

/**
 * A parsed, unverified quote. All parts share the storage of {@code raw}.
 *
 * @param raw the whole quote
 * @param header the first 48 bytes
 * @param body the report of the enclave or trust domain
 * @param signedLength the attestation key signs the first {@code signedLength} bytes of {@code raw}
 * @param signature r and s over the signed bytes
 * @param attestationKey x and y of the key that the quoting enclave made
 * @param qeReport report of the quoting enclave
 * @param qeReportSignature r and s over {@code qeReport} by the PCK
 * @param qeAuthenticationData bytes that enter the report data of the quoting enclave after the attestation key
 * @param certificationData names or holds the PCK certificate
 */
public record Quote(
        Bytes raw,
        QuoteHeader header,
        ReportBody body,
        int signedLength,
        Bytes signature,
        Bytes attestationKey,
        SgxReport qeReport,
        Bytes qeReportSignature,
        Bytes qeAuthenticationData,
        CertificationData certificationData) {

    /** 16 KiB: three times the largest quote seen in the wild, which is 5 KB. */
    public static final int MAX_LENGTH = 16 * 1024;

    /** Parses a quote; see {@link QuoteParser}. */
    public static Quote parse(byte[] quote) throws QuoteFormatException {
        return QuoteParser.parse(quote);
    }

    /** The bytes under the quote signature. */
    public Bytes signedBytes() {
        return raw.slice(0, signedLength);
    }
}
