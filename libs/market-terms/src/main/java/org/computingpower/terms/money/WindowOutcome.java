package org.computingpower.terms.money;

/** What an epoch was for an order's node, all of its devices together. */
public enum WindowOutcome {
    /** Every device proved its power and the order was served: released. */
    PASS,
    /** Proven, but the deployment or the access path was down for a cause on the provider's side: refunded. */
    UNSERVED,
    /** Too few shares: refunded. */
    FAIL,
    /** No commit or no reveal in time: refunded. */
    MISSING,
    /** A false share under a signed root: refunded, evidence of fraud. */
    VOID,
    /** No round or no quorum: carried. */
    UNCHALLENGED,
    /** The validators' quorum waived the epoch for all nodes: carried. */
    WAIVED
}
