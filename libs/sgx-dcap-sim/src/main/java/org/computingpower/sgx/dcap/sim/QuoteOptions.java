package org.computingpower.sgx.dcap.sim;

import org.computingpower.sgx.dcap.Bytes;

/**
 * Variants of a quote that a real platform could also make.
 *
 * @param certification how the quote names its PCK certificate
 * @param qeAuthenticationData up to 65535 bytes; Intel's quoting enclave uses 32
 * @param qeDebug whether the quoting enclave runs in debug mode, which every verifier must refuse
 */
public record QuoteOptions(Certification certification, Bytes qeAuthenticationData, boolean qeDebug) {

    /** Types of certification data. */
    public enum Certification {
        PLAIN_PPID(1),
        ENCRYPTED_PPID_2048(2),
        ENCRYPTED_PPID_3072(3),
        PCK_LEAF(4),
        PCK_CHAIN(5);

        private final int code;

        Certification(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** PCK chain, 32 bytes of authentication data from 0 to 31, as Intel's quoting enclave makes them. */
    public static QuoteOptions standard() {
        byte[] counting = new byte[32];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) i;
        }
        return new QuoteOptions(Certification.PCK_CHAIN, Bytes.copyOf(counting), false);
    }

    public QuoteOptions withCertification(Certification newCertification) {
        return new QuoteOptions(newCertification, qeAuthenticationData, qeDebug);
    }

    public QuoteOptions withQeDebug() {
        return new QuoteOptions(certification, qeAuthenticationData, true);
    }
}
