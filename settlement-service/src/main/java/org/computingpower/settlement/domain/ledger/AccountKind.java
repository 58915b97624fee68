package org.computingpower.settlement.domain.ledger;

/** What an account of the ledger stands for. The floor is the lowest balance it may ever have. */
public enum AccountKind {
    /** Mirror of everything that entered the contracts: minus what the other accounts hold. The only one below zero. */
    CHAIN_IN(false),
    /** Deposit of one order that is neither released nor refunded; owner is the order. */
    ORDER_ESCROW(true),
    /** Released to a payee and not withdrawn; owner is the payee's address. */
    PROVIDER_EARNED(true),
    /** Refunded to a user and not withdrawn; owner is the user's address. */
    USER_REFUNDABLE(true),
    /** Fees less the validators' share; posted once per batch. */
    PLATFORM_FEE(true),
    /** The validators' share of the fees; posted once per batch. */
    VALIDATOR_REWARD(true),
    /** Stake of a node that is not unbonding; owner is the node. */
    STAKE(true),
    /** Stake of a node on its way out; owner is the node. */
    STAKE_UNBONDING(true),
    /** Stake behind a slash that waits for its decision. */
    SLASH_PENDING(true),
    /** Executed slashes. */
    TREASURY(true),
    /** Mirror of everything that left the contracts. */
    CHAIN_OUT(true);

    private final boolean neverNegative;

    AccountKind(boolean neverNegative) {
        this.neverNegative = neverNegative;
    }

    /** Whether the floor is zero; otherwise there is none. */
    public boolean neverNegative() {
        return neverNegative;
    }
}
