package org.computingpower.relayer.application;

/** An endpoint, or too many of them, gave no usable answer. Tried again at the next poll. */
public class ChainUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was asked and of whom. */
    public ChainUnavailableException(String message) {
        super(message);
    }

    /** With the transport's failure. */
    public ChainUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
