package org.computingpower.challenge.application;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.RoundOpen;
import org.jspecify.annotations.Nullable;

/** What people and programs read. */
public interface RoundReads {

    /** A round as this validator saw it; empty if it opened none. */
    Uni<Optional<RoundView>> round(long epoch);

    /**
     * Verdicts on a node, newest first.
     *
     * @param before epoch and device of the last entry of the page before; null from the newest on
     */
    Uni<List<HistoryEntry>> history(NodeId nodeId, @Nullable Position before, int limit);

    /** Where a page ends. */
    record Position(long epoch, int device) {

        /** With an epoch: before its first verdict. */
        public static final int AFTER_ALL_DEVICES = -1;
    }

    /** Whether the schema and the last round can be read, for readiness. */
    Uni<Boolean> reachable();

    /**
     * A round.
     *
     * @param openedAtMillis this validator's T0, Unix milliseconds
     * @param secrets the opened shares of the beacon, JSON
     * @param drandRound number of the drand round; null unless the beacon is drand's
     */
    record RoundView(
            RoundOpen round,
            String signature,
            long openedAtMillis,
            boolean closed,
            String secrets,
            @Nullable Long drandRound,
            Counts counts) {}

    /** Verdicts of a closed round by result. */
    record Counts(int passed, int failed, int missing, int voided) {}

    /**
     * One verdict.
     *
     * @param k shares
     * @param threshold shares that pass
     * @param measuredRate floor(k * Reff / mu), hashes per second
     */
    record HistoryEntry(
            long epoch,
            int device,
            OrderId orderId,
            Mode mode,
            ProofResult result,
            int k,
            int threshold,
            long measuredRate) {}
}
