package org.computingpower.sgx.dcap.parse;

/** A TCB info or enclave identity that cannot be read. */
public final class JsonFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the text is no JSON of the expected outline, has a wrong value, or a version that is not supported. */
    public enum Kind {
        FORMAT,
        INVALID,
        VERSION
    }

    private final Kind kind;

    JsonFormatException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    JsonFormatException(String message, Throwable cause) {
        super(message, cause);
        this.kind = Kind.FORMAT;
    }

    public Kind kind() {
        return kind;
    }
}
