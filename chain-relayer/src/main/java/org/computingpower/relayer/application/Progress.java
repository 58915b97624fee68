package org.computingpower.relayer.application;

/** Tells an operator how far a long back-fill is. */
@FunctionalInterface
public interface Progress {

    /** Nobody listens. */
    Progress NONE = (block, target) -> {};

    /**
     * A range was stored.
     *
     * @param block last block of the range
     * @param target the finalized block it goes up to
     */
    void backfilled(long block, long target);
}
