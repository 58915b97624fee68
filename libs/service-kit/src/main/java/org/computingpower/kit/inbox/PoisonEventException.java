package org.computingpower.kit.inbox;

import java.io.Serial;

/** The event can never be applied (bad bytes, bad schema, refused): it is parked, and others flow on. */
public final class PoisonEventException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param reason shown to the operator; ids and rules, never bodies */
    public PoisonEventException(String reason) {
        super(reason);
    }

    public PoisonEventException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
