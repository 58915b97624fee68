package org.computingpower.gateway.application.orders;

import java.time.Instant;
import org.computingpower.terms.signed.DeploymentPhase;

/**
 * How far one generation of one order is on this node, and whether the platform knows. Immutable.
 *
 * @param generation the generation
 * @param phase how far
 * @param detail for people
 * @param attempts how often fetching or applying failed in passing
 * @param nextTry when to look again
 * @param reported whether the platform took exactly this status
 */
record Deployment(
        long generation, DeploymentPhase phase, String detail, int attempts, Instant nextTry, boolean reported) {
    static Deployment fresh(long generation, Instant now) {
        return new Deployment(generation, DeploymentPhase.PENDING, "", 0, now, true);
    }

    Deployment to(DeploymentPhase newPhase, String newDetail, Instant newNextTry) {
        boolean same = newPhase == phase && newDetail.equals(detail);
        return new Deployment(generation, newPhase, newDetail, attempts, newNextTry, same && reported);
    }

    Deployment failedInPassing(DeploymentPhase newPhase, String newDetail, Instant newNextTry) {
        return new Deployment(generation, newPhase, newDetail, attempts + 1, newNextTry, false);
    }

    Deployment asReported() {
        return new Deployment(generation, phase, detail, attempts, nextTry, true);
    }

    boolean isFinal() {
        return phase == DeploymentPhase.FAILED;
    }
}
