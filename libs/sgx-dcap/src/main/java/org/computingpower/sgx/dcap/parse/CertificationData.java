package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;

/**
 * How the quote names the PCK certificate whose key signed the report of the quoting enclave.
 *
 * @param type 1 plain PPID, 2 and 3 encrypted PPID (RSA-2048, RSA-3072), 4 PCK leaf, 5 PCK chain
 * @param payload the bytes after type and size
 */
public record CertificationData(int type, Bytes payload) {
    public static final int PLAIN_PPID = 1;
    public static final int ENCRYPTED_PPID_2048 = 2;
    public static final int ENCRYPTED_PPID_3072 = 3;
    public static final int PCK_LEAF = 4;
    public static final int PCK_CHAIN = 5;

    /** True if the payload holds the whole chain, so that nothing else is needed to verify the quote. */
    public boolean isSelfContained() {
        return type == PCK_CHAIN;
    }
}
