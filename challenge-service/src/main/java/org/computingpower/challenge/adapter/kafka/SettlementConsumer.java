package org.computingpower.challenge.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Set;
import org.computingpower.challenge.application.Projections;
import org.computingpower.events.SettlementBatchEvent;
import org.computingpower.events.SettlementOrderEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Learns deposits and proposed batches. */
@ApplicationScoped
class SettlementConsumer implements EventConsumer {

    private final Projections projections;
    private final InstantSource clock;

    SettlementConsumer(Projections projections, InstantSource clock) {
        this.projections = projections;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "challenge.settlement";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.SETTLEMENT_ORDERS, TopicNames.SETTLEMENT_BATCHES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.STRICT;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.first(event, SettlementOrderEvent.class)
                .map(fact -> order(transaction, fact))
                .or(() -> Facts.first(event, SettlementBatchEvent.class).map(fact -> batch(transaction, fact)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> order(SqlConnection transaction, SettlementOrderEvent fact) {
        return switch (fact) {
            case SettlementOrderEvent.EscrowFunded funded ->
                projections.funded(transaction, funded.orderId(), funded.amount());
            case SettlementOrderEvent.WindowSettled ignored -> Uni.createFrom().voidItem();
            case SettlementOrderEvent.OrderSettled ignored -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> batch(SqlConnection transaction, SettlementBatchEvent fact) {
        return switch (fact) {
            case SettlementBatchEvent.BatchProposed proposed ->
                projections.proposed(transaction, proposed.batchId(), proposed.batch(), clock.instant());
            case SettlementBatchEvent.BatchSuperseded superseded ->
                projections.superseded(transaction, superseded.batchId());
            case SettlementBatchEvent.BatchReady ready -> projections.superseded(transaction, ready.batchId());
            case SettlementBatchEvent.BatchFinal ignored -> Uni.createFrom().voidItem();
        };
    }
}
