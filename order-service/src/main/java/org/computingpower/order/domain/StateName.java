package org.computingpower.order.domain;

/** Name of an order's state in REST and in the transitions. */
public enum StateName {
    QUOTED(false),
    AWAITING_ESCROW(false),
    AWAITING_PROVIDER(false),
    ACTIVE(false),
    DEGRADED(false),
    ATTESTATION_HOLD(false),
    CLOSING(false),
    COMPLETED(true),
    CANCELLED(true),
    TERMINATED(true),
    EXPIRED(true),
    REJECTED(true);

    private final boolean finalState;

    StateName(boolean finalState) {
        this.finalState = finalState;
    }

    /** Whether nothing follows. */
    public boolean isFinal() {
        return finalState;
    }
}
