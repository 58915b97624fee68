package org.computingpower.events;

/** What a withdrawal from the escrow contract was. */
public enum WithdrawalKind {
    /** A provider's pay. */
    PROVIDER,
    /** A user's refund; USER_REFUND of the contract. */
    REFUND,
    /** A part of the fee; PLATFORM_FEE or VALIDATOR_REWARD of the contract. */
    FEE
}
