package org.computingpower.challenge.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.computingpower.challenge.application.Projections;
import org.computingpower.challenge.domain.roster.DeviceRating;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent;
import org.computingpower.events.StakeStatus;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.terms.signed.AttestationFacet;

/** Learns which nodes and devices exist, which are admitted, and their ratings. Every version of a node is kept. */
@ApplicationScoped
class NodesConsumer implements EventConsumer {

    private final Projections projections;

    NodesConsumer(Projections projections) {
        this.projections = projections;
    }

    @Override
    public String name() {
        return "challenge.nodes";
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
        return Facts.first(event, RegistryNodeEvent.class)
                .map(fact -> apply(transaction, fact))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> apply(SqlConnection transaction, RegistryNodeEvent fact) {
        return switch (fact) {
            case RegistryNodeEvent.NodeChanged changed -> projections.node(transaction, node(changed));
            case RegistryNodeEvent.NodeRated rated ->
                projections.rating(
                        transaction,
                        new DeviceRating(rated.nodeId(), rated.device(), rated.r0(), rated.effectiveEpoch()));
            case RegistryNodeEvent.NodeAttested ignored -> Uni.createFrom().voidItem();
        };
    }

    private static NodeVersion node(RegistryNodeEvent.NodeChanged changed) {
        boolean admitted = changed.attestation().status() == AttestationFacet.VALID
                && changed.stake().status() == StakeStatus.SUFFICIENT
                && mayProve(changed.lifecycle());
        List<DevicePower> devices = changed.devices().stream()
                .map(device -> new DevicePower(device.device(), device.advertisedRate(), device.r0()))
                .toList();
        return new NodeVersion(
                changed.nodeId(),
                changed.version(),
                changed.effectiveEpoch(),
                admitted,
                isToBeRated(changed.power().status()),
                devices);
    }

    private static boolean isToBeRated(PowerStatus status) {
        return switch (status) {
            case UNRATED, DEGRADED -> true;
            case RATED, DOWN -> false;
        };
    }

    private static boolean mayProve(NodeLifecycle lifecycle) {
        return switch (lifecycle) {
            case VERIFYING, ACTIVE, SUSPENDED, DRAINING -> true;
            case DRAFT, UNBONDING, EXITED, QUARANTINED, BANNED -> false;
        };
    }
}
