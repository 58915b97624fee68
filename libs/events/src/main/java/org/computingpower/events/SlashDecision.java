package org.computingpower.events;

/** How a proposed slash ended. */
public enum SlashDecision {
    EXECUTED,
    REDUCED,
    CANCELLED
}
