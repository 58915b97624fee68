package org.computingpower.events;

/** What the quorum's verdicts of one epoch came to for an order, and with it what happens to the window's worth. */
public enum WindowOutcome {
    /** Proved and served: released. */
    PASS,
    /** Proved, but the application could not be used for a cause on the provider's side: refunded. */
    UNSERVED,
    /** Too few shares: refunded. */
    FAIL,
    /** No answer in time: refunded. */
    MISSING,
    /** A false or contradictory answer: refunded, evidence stored. */
    VOID,
    /** No round or no quorum: carried. */
    UNCHALLENGED,
    /** Waived by the quorum for all nodes: carried. */
    WAIVED
}
