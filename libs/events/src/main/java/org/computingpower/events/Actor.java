package org.computingpower.events;

/** Who caused an order to end. */
public enum Actor {
    USER,
    PROVIDER,
    /** The platform's own rules: time-outs, the end of the term. */
    PLATFORM,
    /** Verdicts of the quorum. */
    VALIDATORS
}
