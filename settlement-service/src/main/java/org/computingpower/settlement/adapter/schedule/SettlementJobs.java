package org.computingpower.settlement.adapter.schedule;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import org.computingpower.settlement.application.Invariants;
import org.computingpower.settlement.application.SettlementMetrics;
import org.computingpower.settlement.application.Tick;
import org.computingpower.settlement.application.reconcile.ReconcileChain;
import org.computingpower.settlement.config.SettlementConfig;
import org.jboss.logging.Logger;

/** Settles what is due once a second and checks the invariants once a minute; a failure is logged and tried again. */
@ApplicationScoped
class SettlementJobs {

    private static final Logger LOG = Logger.getLogger(SettlementJobs.class);

    private final Tick tick;
    private final Invariants invariants;
    private final SettlementMetrics metrics;
    private final SettlementConfig config;
    private final InstantSource clock;
    private final Instant startedAt;
    private final ReconcileChain reconcile;
    private Instant nextReconciliation;

    SettlementJobs(
            Tick tick,
            Invariants invariants,
            ReconcileChain reconcile,
            SettlementMetrics metrics,
            SettlementConfig config,
            InstantSource clock) {
        this.tick = tick;
        this.invariants = invariants;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.reconcile = reconcile;
        this.nextReconciliation = startedAt.plus(config.catchUp());
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> settle() {
        boolean listensOnly = clock.instant().isBefore(startedAt.plus(config.catchUp()));
        return listensOnly || !config.schedulerEnabled()
                ? Uni.createFrom().voidItem()
                : tick.run(config.maxOrdersPerTransaction())
                        .onFailure()
                        .invoke(failure -> LOG.warnf("Settling failed, next round tries again: reason=%s", failure))
                        .onFailure()
                        .recoverWithNull();
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return invariants
                .check()
                .invoke(breaches -> {
                    metrics.breaches(breaches.total());
                    if (breaches.total() > 0) {
                        LOG.errorf("Invariants of the ledger are broken: %s", breaches);
                    }
                })
                .onFailure()
                .invoke(failure -> LOG.warnf("Check of the invariants failed: reason=%s", failure))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    /** Looks once a minute whether the ledger is due to be held against the contracts; the first time soon after the start. */
    @Scheduled(every = "60s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> reconcile() {
        Instant now = clock.instant();
        if (!config.schedulerEnabled() || now.isBefore(nextReconciliation)) {
            return Uni.createFrom().voidItem();
        }
        nextReconciliation = now.plus(config.reconciliation().every());
        return reconcile
                .run()
                .onFailure()
                .invoke(failure -> LOG.errorf("Ledger and contracts could not be compared: reason=%s", failure))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }
}
