package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.computingpower.events.PowerShortfall;
import org.computingpower.events.SettlementOrderEvent;
import org.computingpower.kit.Ids;
import org.computingpower.kit.outbox.OutboxEvent;
import org.computingpower.settlement.domain.ledger.Postings;
import org.computingpower.settlement.domain.ledger.Transfer;
import org.computingpower.settlement.domain.order.Dossier;
import org.computingpower.settlement.domain.order.OrderMoney;
import org.computingpower.settlement.domain.order.OrderSettlement;
import org.computingpower.settlement.domain.order.OrderSettlement.Progress;
import org.computingpower.settlement.domain.order.PowerRun;
import org.computingpower.settlement.domain.order.Step;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.Streak;
import org.computingpower.terms.signed.Order;

/**
 * Takes orders as far as the known facts allow: deposits, windows and the close, with their transfers, events and slash proposals, all in the
 * one transaction that is given.
 */
@ApplicationScoped
public class AdvanceOrders {

    private final Market market;
    private final OrderBook book;
    private final Ledger ledger;
    private final Events events;
    private final ProposeSlashes slashes;
    private final InstantSource clock;

    AdvanceOrders(
            Market market, OrderBook book, Ledger ledger, Events events, ProposeSlashes slashes, InstantSource clock) {
        this.market = market;
        this.book = book;
        this.ledger = ledger;
        this.events = events;
        this.slashes = slashes;
        this.clock = clock;
    }

    /** Advances the orders whose terms are known; the facts about others wait where they are. */
    public Uni<Void> advance(SqlClient transaction, Collection<OrderId> orders) {
        if (orders.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return book.load(transaction, orders, now).chain(dossiers -> advance(transaction, dossiers, now));
    }

    private Uni<Void> advance(SqlClient transaction, List<Dossier> dossiers, Instant now) {
        List<Progress> progress = new ArrayList<>();
        List<Transfer> transfers = new ArrayList<>();
        List<OutboxEvent> published = new ArrayList<>();
        List<ProposeSlashes.Wanted> wanted = new ArrayList<>();
        for (Dossier dossier : dossiers) {
            Progress one = OrderSettlement.advance(dossier, market.rules(), now);
            if (!one.steps().isEmpty() || !one.money().equals(dossier.money())) {
                progress.add(one);
            }
            for (Step step : one.steps()) {
                take(dossier.terms(), one.money(), step, transfers, published, wanted);
            }
        }
        return book.save(transaction, progress, now)
                .chain(() -> ledger.post(transaction, transfers))
                .chain(() -> slashes.propose(transaction, wanted, now))
                .chain(() -> events.publishPrepared(transaction, published));
    }

    private void take(
            Order terms,
            OrderMoney money,
            Step step,
            List<Transfer> transfers,
            List<OutboxEvent> published,
            List<ProposeSlashes.Wanted> wanted) {
        OrderId order = money.orderId();
        switch (step) {
            case Step.Funded funded -> {
                OutboxEvent event = events.prepare(new SettlementOrderEvent.EscrowFunded(
                        order,
                        funded.deposit().amount(),
                        funded.deposit().blockNumber(),
                        funded.deposit().blockTime()));
                published.add(event);
                transfers.addAll(Postings.deposit(order, funded.deposit().amount(), event.id()));
            }
            case Step.WindowSettled settled -> {
                OutboxEvent event = events.prepare(windowSettled(terms, settled));
                published.add(event);
                transfers.addAll(moved(
                        terms, Long.toString(settled.window().epoch()), settled.before(), settled.after(), event.id()));
            }
            case Step.EarlierDecided earlier ->
                transfers.addAll(
                        moved(terms, "earlier-" + earlier.epoch(), earlier.before(), earlier.after(), Ids.next()));
            case Step.Closed closed ->
                transfers.addAll(moved(terms, "close", closed.before(), closed.after(), Ids.next()));
            case Step.SlashWanted slash -> wanted.add(new ProposeSlashes.Wanted(terms, order, slash));
            case Step.SettledOnChain settled ->
                published.add(events.prepare(new SettlementOrderEvent.OrderSettled(
                        order,
                        money.deposit(),
                        money.released(),
                        money.fee(),
                        money.refunded(),
                        settled.batchId(),
                        settled.blockNumber())));
        }
    }

    private static SettlementOrderEvent.WindowSettled windowSettled(Order terms, Step.WindowSettled settled) {
        Streak streak = settled.after().fold().orElseThrow().streak();
        boolean terminate = streak.termination() != Streak.Termination.NONE
                || settled.shortfall().isPresent();
        return new SettlementOrderEvent.WindowSettled(
                settled.after().orderId(),
                terms.nodeId(),
                settled.window().epoch(),
                settled.window().fromSeconds(),
                settled.window().toSeconds(),
                settled.window().outcome(),
                settled.window().worth(),
                settled.after().released(),
                settled.after().fee(),
                settled.after().refunded(),
                streak.unpaidInARow(),
                Long.bitCount(streak.recentUnpaid()),
                terminate,
                settled.window().money(),
                settled.shortfall().map(AdvanceOrders::shortfall).orElse(null));
    }

    private static PowerShortfall shortfall(PowerRun run) {
        return new PowerShortfall(
                run.device(),
                run.fromEpoch(),
                run.toEpoch(),
                run.rounds(),
                run.shares(),
                run.expected(),
                run.verdictsHash());
    }

    private static List<Transfer> moved(Order terms, String step, OrderMoney before, OrderMoney after, UUID cause) {
        TokenAmount provider = after.provider().minus(before.provider());
        TokenAmount refunded = after.refunded().minus(before.refunded());
        return Postings.window(after.orderId(), step, terms.payee(), provider, terms.user(), refunded, cause);
    }
}
