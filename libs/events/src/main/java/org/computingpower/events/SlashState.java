package org.computingpower.events;

/** State of a slash on chain. */
public enum SlashState {
    /** May be appealed, then executed. */
    PENDING,
    /** Appealed with a bond. */
    APPEALED,
    /** The appeal was decided for the slash, perhaps with a lower amount; UPHELD of the contract. */
    REDUCED,
    /** The amount was taken. */
    EXECUTED,
    /** Nothing is taken. */
    CANCELLED
}
