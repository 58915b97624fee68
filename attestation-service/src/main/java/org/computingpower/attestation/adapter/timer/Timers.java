package org.computingpower.attestation.adapter.timer;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.computingpower.attestation.application.Collaterals;
import org.computingpower.attestation.application.JudgeEvidence;
import org.computingpower.attestation.application.ReappraiseNodes;
import org.computingpower.attestation.application.Retention;

/** Judges what was put off, refreshes collateral, judges standing claims again and forgets old blocks. */
@ApplicationScoped
class Timers {
    private final JudgeEvidence judging;
    private final Collaterals collaterals;
    private final ReappraiseNodes reappraisal;
    private final Retention retention;

    Timers(JudgeEvidence judging, Collaterals collaterals, ReappraiseNodes reappraisal, Retention retention) {
        this.judging = judging;
        this.collaterals = collaterals;
        this.reappraisal = reappraisal;
        this.retention = retention;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, identity = "attestation-judge")
    Uni<Void> judge() {
        return judging.judgeAll();
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP, identity = "attestation-refresh")
    Uni<Void> refresh() {
        return collaterals.refreshDue().replaceWithVoid();
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP, identity = "attestation-reappraise")
    Uni<Void> reappraise() {
        return reappraisal.reappraiseDue();
    }

    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP, identity = "attestation-retention")
    Uni<Void> forget() {
        return retention.forget();
    }
}
