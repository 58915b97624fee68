package org.computingpower.order.adapter.timer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.computingpower.order.application.AttestationHolds;
import org.computingpower.order.application.Timeouts;

/** The passing of time. */
@ApplicationScoped
class TimeoutTimer {
    private final Timeouts timeouts;
    private final AttestationHolds holds;

    TimeoutTimer(Timeouts timeouts, AttestationHolds holds, MeterRegistry metrics) {
        this.timeouts = timeouts;
        this.holds = holds;
        Gauge.builder("cpp.order.overdue", timeouts, Timeouts::overdue)
                .description("orders that should have moved a minute ago")
                .register(metrics);
    }

    @Scheduled(
            every = "${order.timeout-interval:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "order-timeouts")
    Uni<Void> tick() {
        return timeouts.tick();
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP, identity = "order-reconcile")
    Uni<Void> reconcile() {
        return timeouts.reconcile().chain(holds::reconcile);
    }
}
