package org.computingpower.settlement.application.reconcile;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.computingpower.settlement.application.SettlementMetrics;
import org.computingpower.settlement.application.reconcile.EscrowReader.Block;
import org.computingpower.settlement.application.reconcile.EscrowReader.EscrowOrder;
import org.computingpower.settlement.domain.reconcile.Difference;
import org.computingpower.settlement.domain.reconcile.OrderNumbers;
import org.computingpower.settlement.domain.reconcile.Totals;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.jboss.logging.Logger;

/**
 * Compares the ledger with the contracts, order by order and in total, at one finalized block. A ledger that is about to
 * take in the newest facts differs for a moment, so a difference counts only after it was found again and again.
 */
@ApplicationScoped
public class ReconcileChain {

    private static final Logger LOG = Logger.getLogger(ReconcileChain.class);

    /** Orders of one page: 10 requests to an endpoint. Memory is bounded by a page, whatever the market's size. */
    private static final int PAGE = 1_000;

    /** Blocks of one log query: what public endpoints allow. */
    private static final long LOG_RANGE = 1_000;

    /** Comparisons before a difference counts; each pause is twice the one before, and together they are the patience. */
    private static final int ATTEMPTS = 6;

    private final EscrowReader escrow;
    private final LedgerView ledger;
    private final SettlementMetrics metrics;
    private final InstantSource clock;
    private final Duration firstPause;

    /** The ledger knows all orders opened up to this final block; neither side forgets one, so they are not asked for again. */
    private volatile long knownUpTo = -1;

    ReconcileChain(
            EscrowReader escrow,
            LedgerView ledger,
            SettlementMetrics metrics,
            InstantSource clock,
            ReconciliationPatience patience) {
        this.escrow = escrow;
        this.ledger = ledger;
        this.metrics = metrics;
        this.clock = clock;
        this.firstPause = patience.time().dividedBy((1L << (ATTEMPTS - 1)) - 1);
    }

    /** Compares, stores the report and raises the alarm if there is any drift. */
    public Uni<ReconciliationReport> run() {
        return attempt(1)
                .chain(report -> onWorker(() -> {
                    ledger.add(report);
                    return report;
                }))
                .invoke(this::tell)
                .onFailure()
                .invoke(failure -> metrics.reconciliationFailed());
    }

    /** Reports, the newest first. */
    public Uni<List<ReconciliationReport>> reports(int limit) {
        return onWorker(() -> ledger.reports(limit));
    }

    private Uni<ReconciliationReport> attempt(int number) {
        return onWorker(this::compare)
                .chain(report -> report.agrees() || number == ATTEMPTS
                        ? Uni.createFrom().item(report)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(firstPause.multipliedBy(1L << (number - 1)))
                                .chain(() -> attempt(number + 1)));
    }

    private static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void tell(ReconciliationReport report) {
        metrics.reconciled(report.orderDrift(), report.totalDrift(), report.differing(), report.blockNumber());
        if (report.agrees()) {
            LOG.infof("Ledger and contracts agree: block=%d orders=%d", report.blockNumber(), report.orders());
            return;
        }
        LOG.errorf(
                "Ledger and contracts differ: block=%d orderDrift=%s totalDrift=%s differingOrders=%d ledger=%s owed=%s held=%s",
                report.blockNumber(),
                report.orderDrift(),
                report.totalDrift(),
                report.differing(),
                report.totals().ledger(),
                report.totals().owed(),
                report.totals().held());
        report.differences()
                .forEach(difference -> LOG.errorf(
                        "Order differs: orderId=%s driftBaseUnits=%s ledger=%s chain=%s",
                        difference.orderId(), difference.drift(), difference.ledger(), difference.chain()));
    }

    // ---- one comparison, on a worker thread

    private ReconciliationReport compare() {
        Block block = escrow.finalized();
        Sum sum = new Sum();
        OrderId after = OrderId.NONE;
        while (true) {
            SortedMap<OrderId, OrderNumbers> page = ledger.page(after, PAGE);
            sum.add(page, escrow.orders(page.keySet(), block));
            if (page.size() < PAGE) {
                break;
            }
            after = page.lastKey();
        }
        addOrdersThatTheLedgerDoesNotKnow(sum, block);
        return sum.report(block, new Totals(ledger.held(), sum.owed, escrow.held(block)));
    }

    private void addOrdersThatTheLedgerDoesNotKnow(Sum sum, Block block) {
        boolean allKnown = true;
        for (long from = Math.max(escrow.firstBlock(), knownUpTo + 1); from <= block.number(); from += LOG_RANGE) {
            long to = Math.min(block.number(), from + LOG_RANGE - 1);
            Set<OrderId> unknown = ledger.unknown(escrow.opened(from, to));
            sum.add(new TreeMap<>(), escrow.orders(unknown, block));
            allKnown &= unknown.isEmpty();
            if (allKnown) {
                knownUpTo = to;
            }
        }
    }

    /** What pages add up to. */
    private final class Sum {
        private long orders;
        private long differing;
        private BigInteger drift = BigInteger.ZERO;
        private TokenAmount owed = TokenAmount.ZERO;
        private final List<Difference> differences = new ArrayList<>();

        void add(SortedMap<OrderId, OrderNumbers> ledgerSide, Map<OrderId, EscrowOrder> chainSide) {
            TreeMap<OrderId, OrderNumbers> all = new TreeMap<>(ledgerSide);
            chainSide.keySet().forEach(orderId -> all.putIfAbsent(orderId, OrderNumbers.NONE));
            all.forEach((orderId, numbers) -> {
                EscrowOrder found = chainSide.get(orderId);
                if (found != null) {
                    owed = owed.plus(found.owed());
                }
                compare(new Difference(orderId, numbers, found == null ? OrderNumbers.NONE : found.numbers()));
            });
        }

        private void compare(Difference candidate) {
            orders++;
            if (candidate.ledger().equals(candidate.chain())) {
                return;
            }
            differing++;
            drift = drift.add(candidate.drift());
            if (differences.size() < ReconciliationReport.MAX_DIFFERENCES) {
                differences.add(candidate);
            }
        }

        ReconciliationReport report(Block block, Totals totals) {
            return new ReconciliationReport(
                    clock.instant(),
                    block.number(),
                    block.hash(),
                    orders,
                    differing,
                    drift,
                    totals.drift(),
                    totals,
                    differences);
        }
    }
}
