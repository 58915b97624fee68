package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.kit.Ids;
import org.computingpower.terms.OrderId;

/**
 * What time alone brings about: windows of epochs that are over, withdrawals and fees that waited, and batches. Each part in transactions of
 * its own; running it twice at once is harmless.
 */
@ApplicationScoped
public class Tick {

    private final Market market;
    private final Pool pool;
    private final OrderBook book;
    private final AdvanceOrders advance;
    private final FinishBatches finish;
    private final ProposeBatch propose;
    private final Ledger ledger;
    private final InstantSource clock;
    private final SettlementMetrics metrics;

    Tick(
            Market market,
            Pool pool,
            OrderBook book,
            AdvanceOrders advance,
            FinishBatches finish,
            ProposeBatch propose,
            Ledger ledger,
            InstantSource clock,
            SettlementMetrics metrics) {
        this.market = market;
        this.pool = pool;
        this.book = book;
        this.advance = advance;
        this.finish = finish;
        this.propose = propose;
        this.ledger = ledger;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * One round.
     *
     * @param maxOrders orders per transaction
     */
    public Uni<Void> run(int maxOrders) {
        Instant now = clock.instant();
        Instant settledUntil = now.minus(market.rules().windowDelay());
        if (settledUntil.isBefore(market.clock().endOf(0))) {
            return Uni.createFrom().voidItem();
        }
        long asOfEpoch = market.clock().epochAt(settledUntil) - 1;
        return settle(asOfEpoch, OrderId.NONE, maxOrders)
                .chain(() -> pool.withTransaction(ledger::postWithdrawals))
                .invoke(metrics::waitingWithdrawals)
                .chain(() -> pool.withTransaction(transaction -> finish.postFees(transaction, Ids.next())))
                .chain(() -> pool.withTransaction(transaction -> propose.tick(transaction, asOfEpoch, now)));
    }

    private Uni<Void> settle(long asOfEpoch, OrderId after, int maxOrders) {
        return book.due(pool, asOfEpoch, after, maxOrders)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : pool.withTransaction(transaction -> advance.advance(transaction, due))
                                .chain(() -> due.size() < maxOrders
                                        ? Uni.createFrom().voidItem()
                                        : settle(asOfEpoch, last(due), maxOrders)));
    }

    private static OrderId last(List<OrderId> due) {
        return due.getLast();
    }
}
