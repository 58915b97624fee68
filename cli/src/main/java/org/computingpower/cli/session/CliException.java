package org.computingpower.cli.session;

import java.io.Serial;

/** A command cannot do what was asked for; the message is for people and is shown without a stack trace. */
public final class CliException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String next;

    /**
     * @param message what is wrong
     * @param next what to do next; empty if there is nothing to say
     */
    public CliException(String message, String next) {
        super(message);
        this.next = next;
    }

    public CliException(String message) {
        this(message, "");
    }

    /** What to do next; empty if there is nothing to say. */
    public String next() {
        return next;
    }
}
