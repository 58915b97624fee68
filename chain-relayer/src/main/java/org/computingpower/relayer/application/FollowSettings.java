package org.computingpower.relayer.application;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.computingpower.terms.Address;

/**
 * How the chain is followed.
 *
 * @param instance this process, for the lease
 * @param leaseTerm how long the lease lasts without renewal
 * @param contracts contracts whose logs are read
 * @param firstBlock first block that can have a log of them
 * @param maxBlocksPerPoll blocks read one by one in a poll; the rest follows in the next
 * @param backfillRange blocks per range query while far behind the finalized block
 */
public record FollowSettings(
        UUID instance,
        Duration leaseTerm,
        List<Address> contracts,
        long firstBlock,
        int maxBlocksPerPoll,
        int backfillRange) {

    /** Copies the list. */
    public FollowSettings {
        contracts = List.copyOf(contracts);
    }
}
