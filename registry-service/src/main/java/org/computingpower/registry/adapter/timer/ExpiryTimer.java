package org.computingpower.registry.adapter.timer;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.computingpower.registry.application.AttestationFacts;

/** Attestations that ran out expire within seconds, and their nodes are unlisted. */
@ApplicationScoped
class ExpiryTimer {
    private final AttestationFacts facets;
    private final Pool pool;

    ExpiryTimer(AttestationFacts facets, Pool pool) {
        this.facets = facets;
        this.pool = pool;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, identity = "registry-expiry")
    Uni<Void> expire() {
        return pool.withTransaction(facets::expire);
    }
}
