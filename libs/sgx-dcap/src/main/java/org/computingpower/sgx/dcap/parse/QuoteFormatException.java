package org.computingpower.sgx.dcap.parse;

/** The only exception that parsing a quote throws: which rule of the format is broken, and where. */
public final class QuoteFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The rule that is broken. */
    public enum Code {
        TOO_LARGE,
        TRUNCATED,
        TRAILING_BYTES,
        UNSUPPORTED_VERSION,
        UNSUPPORTED_ATTESTATION_KEY_TYPE,
        UNSUPPORTED_TEE_TYPE,
        UNKNOWN_QE_VENDOR,
        UNSUPPORTED_BODY_TYPE,
        BODY_SIZE_MISMATCH,
        AUTHENTICATION_DATA_LENGTH,
        UNSUPPORTED_CERTIFICATION_DATA_TYPE,
        CERTIFICATION_DATA_LENGTH
    }

    private final Code code;
    private final int offset;

    QuoteFormatException(Code code, int offset) {
        super(code + " at byte " + offset);
        this.code = code;
        this.offset = offset;
    }

    public Code code() {
        return code;
    }

    /** Byte offset in the quote at which the broken field begins. */
    public int offset() {
        return offset;
    }
}
