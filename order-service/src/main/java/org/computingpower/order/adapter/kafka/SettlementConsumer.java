package org.computingpower.order.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.SettlementOrderEvent;
import org.computingpower.events.SettlementOrderEvent.EscrowFunded;
import org.computingpower.events.SettlementOrderEvent.OrderSettled;
import org.computingpower.events.SettlementOrderEvent.WindowSettled;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.order.application.MoveOrder;
import org.computingpower.order.domain.Outcome;
import org.jboss.logging.Logger;

/** Deposits, windows and ends of orders: what settlement found out moves the order. */
@ApplicationScoped
class SettlementConsumer implements EventConsumer {
    private static final Logger LOG = Logger.getLogger(SettlementConsumer.class);

    private final MoveOrder move;

    SettlementConsumer(MoveOrder move) {
        this.move = move;
    }

    @Override
    public String name() {
        return "order.settlement";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.SETTLEMENT_ORDERS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.STRICT;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        MarketEvent fact = Facts.read(event).orElse(null);
        if (!(fact instanceof SettlementOrderEvent settlement)) {
            return Facts.nothing();
        }
        Uni<Outcome> outcome = switch (settlement) {
            case EscrowFunded funded -> move.fund(transaction, funded, event.id());
            case WindowSettled window -> move.window(transaction, window, event.id());
            case OrderSettled settled -> move.settle(transaction, settled, event.id());
        };
        return outcome.invoke(result -> {
                    if (result instanceof Outcome.Refused(var refusal)) {
                        // Settlement is the truth about money; an order that does not follow is a fault to look at.
                        LOG.errorf("Settlement's fact has no effect: event=%s refusal=%s", event, refusal);
                    }
                })
                .replaceWithVoid();
    }
}
