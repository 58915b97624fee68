package org.computingpower.events;

/** The one lifecycle of a node. Whether it is listed is derived from it and the three facets. */
public enum NodeLifecycle {
    /** Registered, nothing proved yet. */
    DRAFT,
    /** At least one facet is being proved. */
    VERIFYING,
    /** Attested, staked and rated at least once. */
    ACTIVE,
    /** Taken out by the operator; may return to ACTIVE. */
    SUSPENDED,
    /** Takes no new orders; its open order runs to its end. */
    DRAINING,
    /** Its stake waits for the unbonding period. */
    UNBONDING,
    /** Gone for good. */
    EXITED,
    /** Suspected of fraud; returns to ACTIVE or ends BANNED. */
    QUARANTINED,
    /** Excluded together with its provider and stake account. */
    BANNED
}
