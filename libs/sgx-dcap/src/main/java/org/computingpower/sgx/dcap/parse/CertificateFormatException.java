package org.computingpower.sgx.dcap.parse;

/** A certificate, chain or revocation list that cannot be read. */
public final class CertificateFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the bytes are no certificate at all, or one that lacks an extension or has a wrong one. */
    public enum Kind {
        FORMAT,
        EXTENSIONS
    }

    private final Kind kind;

    CertificateFormatException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    CertificateFormatException(String message, Throwable cause) {
        super(message, cause);
        this.kind = Kind.FORMAT;
    }

    public Kind kind() {
        return kind;
    }
}
