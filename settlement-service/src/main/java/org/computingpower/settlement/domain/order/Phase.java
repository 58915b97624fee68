package org.computingpower.settlement.domain.order;

/** How far the money of an order is. */
public enum Phase {
    /** No final deposit yet. */
    WAITING,
    /** The deposit is final and nothing is billed. */
    FUNDED,
    /** Windows are settled epoch by epoch. */
    BILLING,
    /** Everything is released or refunded; the final item is on its way to the chain or there. */
    CLOSED
}
