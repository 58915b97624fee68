package org.computingpower.kit.inbox;

import java.io.Serial;

/** The event cannot be applied now, but later (a dependency is away): it is tried again, with the events behind it waiting. */
public final class TransientEventException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TransientEventException(String reason) {
        super(reason);
    }

    public TransientEventException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
