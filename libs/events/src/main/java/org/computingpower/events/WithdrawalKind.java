package org.computingpower.events;

/** What a withdrawal from the escrow contract was. */
public enum WithdrawalKind {
    /** A provider's pay. */
    PROVIDER,
    /** A user's refund. */
    REFUND,
    /** The platform's fee. */
    FEE
}
