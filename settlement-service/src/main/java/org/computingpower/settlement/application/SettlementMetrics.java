package org.computingpower.settlement.application;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers an operator is alarmed by when they are not zero. */
@ApplicationScoped
public class SettlementMetrics {

    private final AtomicLong waitingWithdrawals;
    private final AtomicLong breaches;

    SettlementMetrics(MeterRegistry registry) {
        this.waitingWithdrawals = new AtomicLong();
        this.breaches = new AtomicLong();
        registry.gauge("cpp.settlement.withdrawals.waiting", waitingWithdrawals);
        registry.gauge("cpp.settlement.invariant.breaches", breaches);
    }

    /** Final withdrawals that the ledger cannot cover yet. */
    public void waitingWithdrawals(int waiting) {
        waitingWithdrawals.set(waiting);
    }

    /** Breaches that the last check found. */
    public void breaches(long found) {
        breaches.set(found);
    }
}
