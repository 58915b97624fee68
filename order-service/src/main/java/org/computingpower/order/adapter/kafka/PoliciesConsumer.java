package org.computingpower.order.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.order.application.NodeStore;

/** Appraisal policies; an order names the one it was quoted under. */
@ApplicationScoped
class PoliciesConsumer implements EventConsumer {
    private final NodeStore nodes;

    PoliciesConsumer(NodeStore nodes) {
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "order.policies";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.REGISTRY_POLICIES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.read(event)
                .filter(PolicyActivated.class::isInstance)
                .map(PolicyActivated.class::cast)
                .map(policy -> nodes.putPolicy(transaction, policy.activation()))
                .orElseGet(Facts::nothing);
    }
}
