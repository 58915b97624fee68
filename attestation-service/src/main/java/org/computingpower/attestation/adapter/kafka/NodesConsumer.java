package org.computingpower.attestation.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.attestation.application.NodeStore;
import org.computingpower.attestation.domain.RegisteredNode;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** What the registry says of nodes; the version within the event decides which state is newer. */
@ApplicationScoped
class NodesConsumer implements EventConsumer {
    private final NodeStore nodes;

    NodesConsumer(NodeStore nodes) {
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "attestation.nodes";
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
        return Facts.read(event).orElse(null) instanceof NodeChanged node
                ? nodes.put(transaction, RegisteredNode.of(node))
                : Facts.nothing();
    }
}
