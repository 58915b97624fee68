package org.computingpower.sgx.dcap.json;

/** A JSON document that cannot be read. */
public final class JsonFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Whether the text is no JSON of the expected outline (as a rule also if a member is missing), has a wrong value, or a
     * version that is not supported.
     */
    public enum Kind {
        FORMAT,
        INVALID,
        VERSION
    }

    private final Kind kind;

    public JsonFormatException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** A text that is no JSON of the expected outline. */
    public JsonFormatException(String message, Throwable cause) {
        super(message, cause);
        this.kind = Kind.FORMAT;
    }

    public Kind kind() {
        return kind;
    }
}
