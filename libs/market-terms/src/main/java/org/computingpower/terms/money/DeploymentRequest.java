package org.computingpower.terms.money;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * One request of a user to run an application, and what the node said about it. Settlement and every validator judge by it whether an epoch was served.
 *
 * @param generation number of the request, from 1
 * @param requestedAt when the user asked; empty while only the node's word is known
 * @param answeredAt when the node first signed READY or FAILED: it runs the application, or looked at it and says that it cannot run
 */
public record DeploymentRequest(long generation, Optional<Instant> requestedAt, Optional<Instant> answeredAt) {

    /** A node has this long from the request to its answer. */
    public static final Duration GRACE = Duration.ofMinutes(5);

    /**
     * Whether an epoch counts as served. It does not if the newest request before the epoch is older than {@link #GRACE} at the epoch's start and had no
     * answer of the node by the epoch's end. FAILED counts as an answer: the application is the user's, and the user may leave at any time.
     */
    public static boolean served(Collection<DeploymentRequest> requests, Instant epochStart, Instant epochEnd) {
        return requests.stream()
                .filter(request ->
                        request.requestedAt.filter(epochStart::isAfter).isPresent())
                .max(Comparator.comparingLong(DeploymentRequest::generation))
                .filter(newest -> newest.isDueBy(epochStart))
                .map(newest -> newest.answeredAt.filter(epochEnd::isAfter).isPresent())
                .orElse(true);
    }

    private boolean isDueBy(Instant epochStart) {
        return requestedAt.filter(at -> !at.plus(GRACE).isAfter(epochStart)).isPresent();
    }
}
