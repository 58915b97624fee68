package org.computingpower.settlement.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers an operator is alarmed by when they are not zero. */
@ApplicationScoped
public class SettlementMetrics {

    private final AtomicLong waitingWithdrawals;
    private final AtomicLong breaches;
    private final AtomicLong orderDrift = new AtomicLong();
    private final AtomicLong totalDrift = new AtomicLong();
    private final AtomicLong differing = new AtomicLong();
    private final AtomicLong reconciledBlock = new AtomicLong();
    private final Counter reconciliationFailures;

    SettlementMetrics(MeterRegistry registry) {
        this.waitingWithdrawals = new AtomicLong();
        this.breaches = new AtomicLong();
        registry.gauge("cpp.settlement.withdrawals.waiting", waitingWithdrawals);
        registry.gauge("cpp.settlement.invariant.breaches", breaches);
        registry.gauge("cpp.settlement.reconciliation.drift", Tags.of("of", "orders"), orderDrift);
        registry.gauge("cpp.settlement.reconciliation.drift", Tags.of("of", "total"), totalDrift);
        registry.gauge("cpp.settlement.reconciliation.orders.differing", differing);
        registry.gauge("cpp.settlement.reconciliation.block", reconciledBlock);
        this.reconciliationFailures = registry.counter("cpp.settlement.reconciliation.failures");
    }

    /** Final withdrawals that the ledger cannot cover yet. */
    public void waitingWithdrawals(int waiting) {
        waitingWithdrawals.set(waiting);
    }

    /** Breaches that the last check found. */
    public void breaches(long found) {
        breaches.set(found);
    }

    /**
     * What the last comparison with the contracts found.
     *
     * @param ofOrders drift added up over all orders, base units; above 2^63 - 1 it is shown as that
     * @param ofTotal drift of all orders together
     * @param orders orders about which the sides differ
     * @param block the finalized block
     */
    public void reconciled(BigInteger ofOrders, BigInteger ofTotal, long orders, long block) {
        orderDrift.set(capped(ofOrders));
        totalDrift.set(capped(ofTotal));
        differing.set(orders);
        reconciledBlock.set(block);
    }

    private static long capped(BigInteger baseUnits) {
        return baseUnits.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /** A comparison could not be made. */
    public void reconciliationFailed() {
        reconciliationFailures.increment();
    }
}
