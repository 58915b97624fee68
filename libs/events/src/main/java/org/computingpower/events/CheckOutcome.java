package org.computingpower.events;

/** Outcome of one check of a judgment. */
public enum CheckOutcome {
    PASS,
    FAIL,
    WARN,
    /** Not reached, or not applicable to this kind of quote. */
    NOT_CHECKED
}
