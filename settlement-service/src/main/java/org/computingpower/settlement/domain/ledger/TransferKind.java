package org.computingpower.settlement.domain.ledger;

/** Why money moved. */
public enum TransferKind {
    /** A final deposit into an order's escrow. */
    DEPOSIT,
    /** The provider's part of a paid window. */
    RELEASE,
    /** An unpaid window, or the rest of a closed order. */
    REFUND,
    /** An order's fees of one batch. */
    FEE,
    /** The validators' share of one batch's fees. */
    REWARD,
    /** A final withdrawal from a contract. */
    WITHDRAWAL,
    /** Stake that came in, went out or changed its state. */
    STAKE
}
