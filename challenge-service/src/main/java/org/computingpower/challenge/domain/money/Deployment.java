package org.computingpower.challenge.domain.money;

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
 * @param answeredAt when the node first signed READY or FAILED
 */
public record Deployment(long generation, Optional<Instant> requestedAt, Optional<Instant> answeredAt) {

    /** A node has this long from the request to its answer. */
    public static final Duration GRACE = Duration.ofMinutes(5);

    /**
     * Whether an epoch counts as served: not if the newest request before the epoch was older than {@link #GRACE} at its start and had no
     * answer of the node by its end.
     */
    public static boolean served(Collection<Deployment> deployments, Instant epochStart, Instant epochEnd) {
        return deployments.stream()
                .filter(deployment ->
                        deployment.requestedAt.filter(epochStart::isAfter).isPresent())
                .max(Comparator.comparingLong(Deployment::generation))
                .filter(newest -> newest.isDueBy(epochStart))
                .map(newest -> newest.answeredAt.filter(epochEnd::isAfter).isPresent())
                .orElse(true);
    }

    private boolean isDueBy(Instant epochStart) {
        return requestedAt.filter(at -> !at.plus(GRACE).isAfter(epochStart)).isPresent();
    }
}
