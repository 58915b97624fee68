package org.computingpower.attestation.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.attestation.application.NodeStore;
import org.computingpower.events.ChainFact.NodeRecorded;
import org.computingpower.events.FactLevel;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Which records of nodes are final on the chain. */
@ApplicationScoped
class ChainFactsConsumer implements EventConsumer {
    private final NodeStore nodes;

    ChainFactsConsumer(NodeStore nodes) {
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "attestation.chain-facts";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHAIN_FACTS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.read(event).orElse(null) instanceof NodeRecorded recorded
                        && recorded.at().level() == FactLevel.FINAL
                ? nodes.recorded(transaction, recorded.nodeId(), recorded.seq())
                : Facts.nothing();
    }
}
