package org.computingpower.power.engine;

/** A device or its driver failed. The caller may fall back to another engine. */
public final class EngineFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with what happened and where. */
    public EngineFailure(String message) {
        super(message);
    }

    /** A failure with its cause. */
    public EngineFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
