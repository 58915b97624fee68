package org.computingpower.order.domain;

/** What made an order move; stands in its transitions. */
public enum Cause {
    QUOTED,
    SIGNED,
    FUNDED,
    ACCEPTED,
    REJECTED,
    CANCELLED,
    WINDOW_UNPAID,
    WINDOW_PAID,
    /** Too many windows were not paid. */
    TERMINATED,
    /** Signed verdicts prove that the node has less than 85 % of its rated power. */
    UNDERPOWERED,
    ATTESTATION_LOST,
    ATTESTATION_REGAINED,
    /** The attestation did not come back within the time that an order may be held. */
    HOLD_TIMEOUT,
    TERM_ENDED,
    QUOTE_TIMEOUT,
    ESCROW_TIMEOUT,
    ACCEPTANCE_TIMEOUT,
    /** A deposit that is too small, too late or for an order that was never signed goes back. */
    DEPOSIT_REFUSED,
    SETTLED
}
