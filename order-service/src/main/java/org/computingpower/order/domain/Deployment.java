package org.computingpower.order.domain;

import java.time.Instant;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.DeploymentStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants to run, and what the node last said of it.
 *
 * @param orderId the order
 * @param generation number of the request, from 1
 * @param url where the YAML is
 * @param sha256 SHA-256 of the YAML's bytes
 * @param requestedAt when it was asked for
 * @param report the node's last statement; null before the first
 * @param detail text of that statement
 */
public record Deployment(
        OrderId orderId,
        long generation,
        String url,
        Bytes32 sha256,
        Instant requestedAt,
        @Nullable DeploymentStatus report,
        @Nullable String detail) {

    /** The phase of the current generation: PENDING until the node reports on it. */
    public DeploymentPhase phase() {
        return report == null || report.generation() != generation ? DeploymentPhase.PENDING : report.phase();
    }

    /** Generation of the last report; 0 before the first. */
    public long observedGeneration() {
        return report == null ? 0 : report.generation();
    }

    /** Whether a request for the same content is already on its way or done. */
    public boolean serves(String wantedUrl, Bytes32 wantedSha256) {
        return url.equals(wantedUrl)
                && sha256.equals(wantedSha256)
                && phase() != DeploymentPhase.FAILED
                && phase() != DeploymentPhase.REMOVED;
    }

    /** Whether {@code next} may follow the last report: neither generation nor time goes back. */
    public boolean mayFollow(DeploymentStatus next) {
        return next.generation() <= generation
                && (report == null
                        || (next.generation() >= report.generation() && next.reportedAt() >= report.reportedAt()));
    }

    /** Whether {@code next} says something new. */
    public boolean isNews(DeploymentStatus next) {
        return report == null
                || next.generation() != report.generation()
                || next.phase() != report.phase()
                || !next.detailHash().equals(report.detailHash());
    }
}
