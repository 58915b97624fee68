package org.computingpower.settlement.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.computingpower.events.Device;
import org.computingpower.events.RegistryAccountEvent;
import org.computingpower.events.RegistryNodeEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.settlement.application.FactStore;
import org.computingpower.settlement.application.FactStore.NodeFact;
import org.computingpower.settlement.application.FactStore.WalletFact;

/** Learns who owns which wallet and node, and which devices of a node are challenged. Every version of a node is kept. */
@ApplicationScoped
class RegistryConsumer implements EventConsumer {

    private final FactStore facts;

    RegistryConsumer(FactStore facts) {
        this.facts = facts;
    }

    @Override
    public String name() {
        return "settlement.registry";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.REGISTRY_ACCOUNTS, TopicNames.REGISTRY_NODES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return applyAll(transaction, List.of(event));
    }

    @Override
    public Uni<Void> applyAll(SqlConnection transaction, List<ReceivedEvent> events) {
        List<WalletFact> wallets = new ArrayList<>();
        Facts.read(events, RegistryAccountEvent.class).forEach(received -> {
            switch (received.fact()) {
                case RegistryAccountEvent.WalletBound bound ->
                    wallets.add(new WalletFact(bound.address(), bound.subject()));
                case RegistryAccountEvent.AccountRegistered ignored -> {}
            }
        });
        List<NodeFact> nodes = new ArrayList<>();
        Facts.read(events, RegistryNodeEvent.class).forEach(received -> {
            switch (received.fact()) {
                case RegistryNodeEvent.NodeChanged changed -> nodes.add(node(changed));
                case RegistryNodeEvent.NodeAttested ignored -> {}
                case RegistryNodeEvent.NodeRated ignored -> {}
            }
        });
        return facts.wallets(transaction, wallets).chain(() -> facts.nodes(transaction, nodes));
    }

    private static NodeFact node(RegistryNodeEvent.NodeChanged changed) {
        return new NodeFact(
                changed.nodeId(),
                changed.version(),
                changed.effectiveEpoch(),
                changed.devices().stream().map(Device::device).sorted().toList(),
                changed.subject());
    }
}
