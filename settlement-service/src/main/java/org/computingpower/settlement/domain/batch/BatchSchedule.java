package org.computingpower.settlement.domain.batch;

import java.time.Duration;
import java.time.Instant;

/**
 * When a batch is made and how long it waits. One batch is open at a time.
 *
 * @param everyEpochs epochs between two batches, at least 1
 * @param cosignTimeout how long a batch waits for its quorum
 */
public record BatchSchedule(int everyEpochs, Duration cosignTimeout) {

    /** More items than this would make a transaction too dear; the others go into the next batch. */
    public static final int MAX_ITEMS = 100;

    /**
     * @throws IllegalArgumentException if a bound is not positive
     */
    public BatchSchedule {
        if (everyEpochs < 1 || !cosignTimeout.isPositive()) {
            throw new IllegalArgumentException("A batch is made every epoch or less often, and waits for some time");
        }
    }

    /** Whether a batch in this state and of this age is given up. */
    public boolean isExpired(BatchState state, Instant proposedAt, Instant now) {
        return state == BatchState.PROPOSED && !now.isBefore(proposedAt.plus(cosignTimeout));
    }

    /**
     * Whether the next batch is due.
     *
     * @param lastState state of the newest batch
     * @param lastAsOfEpoch the last epoch that the newest batch includes
     * @param asOfEpoch the last epoch that a new batch would include
     * @param finalItemWaits whether a closed order waits for its final item
     */
    public boolean isDue(BatchState lastState, long lastAsOfEpoch, long asOfEpoch, boolean finalItemWaits) {
        return switch (lastState) {
            case PROPOSED -> false;
            case SUPERSEDED -> true;
            case READY, FINAL -> finalItemWaits || asOfEpoch >= lastAsOfEpoch + everyEpochs;
        };
    }
}
