package org.computingpower.kit.outbox;

import java.io.Serial;

/** Too many events wait for the broker: the state change is refused (503) rather than published too late. */
public final class OutboxFullException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public OutboxFullException() {
        super("Too many events wait for the broker");
    }
}
