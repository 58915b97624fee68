package org.computingpower.order.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.order.application.AttestationHolds;

/** Nodes as the registry sees them. The state's own version decides: other facts of the node share its stream. */
@ApplicationScoped
class NodesConsumer implements EventConsumer {
    private final AttestationHolds holds;

    NodesConsumer(AttestationHolds holds) {
        this.holds = holds;
    }

    @Override
    public String name() {
        return "order.nodes";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.REGISTRY_NODES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.read(event)
                .filter(NodeChanged.class::isInstance)
                .map(NodeChanged.class::cast)
                .map(node -> holds.nodeChanged(transaction, node, event.id()))
                .orElseGet(Facts::nothing);
    }
}
