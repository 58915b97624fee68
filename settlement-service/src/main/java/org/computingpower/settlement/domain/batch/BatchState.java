package org.computingpower.settlement.domain.batch;

/** Where a batch is on its way to the chain. */
public enum BatchState {
    /** Waits for the validators' signatures. */
    PROPOSED,
    /** A quorum signed: anybody may post it. */
    READY,
    /** In a finalized block. */
    FINAL,
    /** Given up; a later batch carries the same cumulative numbers, or later ones. */
    SUPERSEDED
}
