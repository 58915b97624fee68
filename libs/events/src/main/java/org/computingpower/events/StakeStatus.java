package org.computingpower.events;

/** The stake facet of a node, from final chain facts only. */
public enum StakeStatus {
    /** No stake. */
    NONE,
    /** Less than required. */
    PARTIAL,
    /** At least what is required. */
    SUFFICIENT,
    /** On its way out. */
    UNBONDING
}
