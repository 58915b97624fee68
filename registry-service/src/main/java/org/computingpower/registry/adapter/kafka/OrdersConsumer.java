package org.computingpower.registry.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.OrderEvent.OrderActivated;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.OrderEvent.OrderQuoted;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.registry.application.FacetFacts;

/** Orders take nodes and free them. */
@ApplicationScoped
class OrdersConsumer implements EventConsumer {
    private final FacetFacts facets;

    OrdersConsumer(FacetFacts facets) {
        this.facets = facets;
    }

    @Override
    public String name() {
        return "registry.orders";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.ORDER_ORDERS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.STRICT;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return switch (Facts.read(event).orElse(null)) {
            case OrderQuoted quoted ->
                facets.ordered(transaction, quoted.order().nodeId(), quoted.orderId());
            case OrderActivated active ->
                facets.reserved(transaction, active.order().nodeId(), active.orderId());
            case OrderClosed closed -> facets.freed(transaction, closed.nodeId(), closed.orderId());
            case null, default -> Facts.nothing();
        };
    }
}
