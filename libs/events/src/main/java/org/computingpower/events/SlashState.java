package org.computingpower.events;

/** State of a slash on chain. */
public enum SlashState {
    /** Locked, waiting for an appeal. */
    PENDING,
    /** Appealed with a bond. */
    APPEALED,
    EXECUTED,
    REDUCED,
    CANCELLED
}
