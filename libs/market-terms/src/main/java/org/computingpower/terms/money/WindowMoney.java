package org.computingpower.terms.money;

/** Where the worth of a window goes. */
public enum WindowMoney {
    /** To the provider, less the fee. Final. */
    RELEASED,
    /** Back to the user. Final. */
    REFUNDED,
    /** Undecided until the window after the gap. */
    CARRIED,
    /** Proven by a shared round; undecided until the next audit. */
    ACCRUED
}
