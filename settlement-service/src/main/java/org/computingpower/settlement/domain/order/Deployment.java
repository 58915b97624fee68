package org.computingpower.settlement.domain.order;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * One request of a user to run an application, and what the node said about it.
 *
 * @param generation number of the request, from 1
 * @param requestedAt when the user asked; empty while only the node's word is known
 * @param readyAt when the node first signed READY
 * @param failedAt when the node first signed FAILED: it looked at the application and says that it cannot run
 */
public record Deployment(
        long generation, Optional<Instant> requestedAt, Optional<Instant> readyAt, Optional<Instant> failedAt) {

    /** A node has this long from the request to READY. */
    public static final Duration GRACE = Duration.ofMinutes(5);

    /**
     * Whether an epoch counts as served. It does not if the newest request that is older than {@link #GRACE} at the epoch's start had no
     * answer of the node by the epoch's end. FAILED counts as an answer: the application is the user's, and the user may leave at any time.
     */
    public static boolean served(Collection<Deployment> deployments, Instant epochStart, Instant epochEnd) {
        return newestBefore(deployments, epochStart)
                .filter(newest -> newest.isDueBefore(epochStart))
                .map(newest -> newest.isAnsweredBefore(epochEnd))
                .orElse(true);
    }

    private static Optional<Deployment> newestBefore(Collection<Deployment> deployments, Instant epochStart) {
        return deployments.stream()
                .filter(deployment ->
                        deployment.requestedAt.filter(epochStart::isAfter).isPresent())
                .max(Comparator.comparingLong(Deployment::generation));
    }

    private boolean isDueBefore(Instant epochStart) {
        return requestedAt.filter(at -> !at.plus(GRACE).isAfter(epochStart)).isPresent();
    }

    private boolean isAnsweredBefore(Instant epochEnd) {
        return readyAt.filter(epochEnd::isAfter).isPresent()
                || failedAt.filter(epochEnd::isAfter).isPresent();
    }
}
