package org.computingpower.events;

/** Why an order ended. */
public enum CloseReason {
    /** The paid term is over. */
    TERM_ENDED,
    /** The user cancelled. */
    USER_CANCELLED,
    /** Too many unpaid windows. */
    PROVIDER_FAULT,
    /** The provider rejected the order. */
    PROVIDER_REJECTED,
    /** The node did not accept in time. */
    ACCEPTANCE_TIMEOUT,
    /** The escrow was not funded in time. */
    ESCROW_TIMEOUT,
    /** The user did not sign in time. */
    QUOTE_EXPIRED,
    /** Another order for the node was funded first. */
    LOST_RACE,
    /** The node stayed without valid attestation for too long. */
    ATTESTATION_LOST,
    /** The provider left. */
    PROVIDER_EXIT,
    /** The grace period after the term passed without a top-up. */
    EXPIRED_UNPAID
}
