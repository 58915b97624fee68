package org.computingpower.order.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.RegistryAccountEvent.WalletBound;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.order.application.NodeStore;

/** Which wallet belongs to whom. */
@ApplicationScoped
class AccountsConsumer implements EventConsumer {
    private final NodeStore nodes;

    AccountsConsumer(NodeStore nodes) {
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "order.accounts";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.REGISTRY_ACCOUNTS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.read(event)
                .filter(WalletBound.class::isInstance)
                .map(WalletBound.class::cast)
                .map(bound -> nodes.bind(transaction, bound.address(), bound.subject(), bound.boundAt()))
                .orElseGet(Facts::nothing);
    }
}
