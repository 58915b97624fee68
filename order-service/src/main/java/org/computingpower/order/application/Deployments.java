package org.computingpower.order.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.events.OrderEvent.DeploymentRequested;
import org.computingpower.events.OrderEvent.DeploymentStatusChanged;
import org.computingpower.order.domain.Deployment;
import org.computingpower.order.domain.MarketRules;
import org.computingpower.order.domain.OrderState.Held;
import org.computingpower.order.domain.OrderState.Serving;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.Refusal;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.DeploymentStatus;

/** What users want to run, what a node has to run, and what it says of it. */
@ApplicationScoped
public class Deployments {
    /** Generations of one order, at most. */
    static final int LIMIT = 1_000;

    private final OrderStore orders;
    private final NodeStore nodes;
    private final DeploymentStore deployments;
    private final Publisher publisher;
    private final MarketRules market;
    private final InstantSource clock;

    Deployments(
            OrderStore orders,
            NodeStore nodes,
            DeploymentStore deployments,
            Publisher publisher,
            MarketRules market,
            InstantSource clock) {
        this.orders = orders;
        this.nodes = nodes;
        this.deployments = deployments;
        this.publisher = publisher;
        this.market = market;
        this.clock = clock;
    }

    /** What came of a request. */
    public sealed interface Answer<T> {
        /** Done. */
        record Done<T>(T value) implements Answer<T> {}

        /** Refused. */
        record Refused<T>(Refusal refusal) implements Answer<T> {}
    }

    /**
     * What a node has to do.
     *
     * @param toAccept funded orders that wait for the node
     * @param running orders that may run
     * @param deployments what runs in them
     */
    public record Desired(
            List<PlacedOrder> toAccept, List<PlacedOrder> running, Map<OrderId, Deployment> deployments) {}

    /** The user wants this to run; the same content again is the same generation unless it failed. */
    public Uni<Answer<Deployment>> request(
            SqlClient transaction, OrderId id, String subject, String url, Bytes32 sha256) {
        return orders.lock(transaction, id, Viewer.user(subject)).chain(found -> {
            if (found.isEmpty()) {
                return refused(new Refusal.OrderUnknown(id));
            }
            PlacedOrder order = found.get();
            if (!(order.state() instanceof Serving)) {
                return refused(new Refusal.IllegalTransition(order.state().name(), "deployment"));
            }
            return deployments
                    .find(transaction, id)
                    .chain(current -> current.filter(known -> known.serves(url, sha256))
                            .map(known -> done(known))
                            .orElseGet(() -> next(transaction, order, current, url, sha256)));
        });
    }

    private Uni<Answer<Deployment>> next(
            SqlClient transaction, PlacedOrder order, Optional<Deployment> current, String url, Bytes32 sha256) {
        long generation = current.map(Deployment::generation).orElse(0L) + 1;
        if (generation > LIMIT) {
            return refused(new Refusal.TooManyDeployments(LIMIT));
        }
        Deployment wanted = new Deployment(
                order.id(),
                generation,
                url,
                sha256,
                clock.instant(),
                current.map(Deployment::report).orElse(null),
                current.map(Deployment::detail).orElse(null));
        return deployments
                .insert(transaction, wanted)
                .chain(() -> publisher.publish(
                        transaction,
                        List.of(new DeploymentRequested(
                                order.id(), order.terms().nodeId(), generation, url, sha256, wanted.requestedAt()))))
                .chain(() -> done(wanted));
    }

    /** The level that a node's gateway has to reach; empty for a node that is not the caller's. */
    public Uni<Optional<Desired>> desired(SqlClient client, NodeId nodeId, String subject) {
        Viewer provider = Viewer.provider(subject);
        return nodes.find(client, nodeId)
                .chain(node ->
                        node.filter(known -> known.subject().equals(subject)).isEmpty()
                                ? Uni.createFrom().item(Optional.<Desired>empty())
                                : orders.ofNode(
                                                client,
                                                nodeId,
                                                provider,
                                                List.of(
                                                        StateName.AWAITING_PROVIDER,
                                                        StateName.ACTIVE,
                                                        StateName.DEGRADED,
                                                        StateName.ATTESTATION_HOLD))
                                        .chain(found -> desired(client, found))
                                        .map(Optional::of));
    }

    private Uni<Desired> desired(SqlClient client, List<PlacedOrder> found) {
        List<PlacedOrder> toAccept = found.stream()
                .filter(order -> order.state().name() == StateName.AWAITING_PROVIDER)
                .filter(order -> order.terms().acceptBefore() >= clock.instant().getEpochSecond())
                .toList();
        List<PlacedOrder> running = found.stream()
                .filter(order -> order.state() instanceof Serving serving
                        && (serving instanceof Held || clock.instant().isBefore(endOf(serving))))
                .toList();
        return deployments
                .find(client, running.stream().map(PlacedOrder::id).toList())
                .map(known -> new Desired(toAccept, running, known));
    }

    private Instant endOf(Serving serving) {
        return market.epochs().startOf(serving.activation().endsAtEpoch());
    }

    /** The node reports on a deployment; reports may come after the order's end. */
    public Uni<Answer<Deployment>> report(
            SqlClient transaction,
            NodeId nodeId,
            OrderId id,
            String subject,
            DeploymentStatus status,
            String detail,
            Signature signature) {
        return orders.lock(transaction, id, Viewer.provider(subject)).chain(found -> {
            if (found.isEmpty() || !found.get().terms().nodeId().equals(nodeId)) {
                return refused(new Refusal.OrderUnknown(id));
            }
            PlacedOrder order = found.get();
            if (!status.orderId().equals(id)
                    || !status.nodeId().equals(nodeId)
                    || !status.detailHash().equals(Digests.keccak256OfText(detail))) {
                return refused(new Refusal.StatementRefused("The status is for another order, node or detail."));
            }
            if (!status.isSignedBy(order.nodeKey(), signature, market.domains())) {
                return refused(new Refusal.WrongSigner("DeploymentStatus", order.nodeKey()));
            }
            return deployments
                    .find(transaction, id)
                    .chain(current -> current.isEmpty()
                            ? refused(new Refusal.StatementRefused("No deployment was asked for."))
                            : take(transaction, current.get(), status, detail, signature));
        });
    }

    private Uni<Answer<Deployment>> take(
            SqlClient transaction, Deployment current, DeploymentStatus status, String detail, Signature signature) {
        if (status.generation() > current.generation() || status.generation() < 1) {
            return refused(new Refusal.StatementRefused("Generation " + current.generation() + " is the newest one."));
        }
        if (!current.mayFollow(status)) {
            return refused(new Refusal.ReportOutdated(current.observedGeneration()));
        }
        if (!current.isNews(status)) {
            return done(current);
        }
        return deployments
                .report(transaction, status, detail, signature)
                .chain(() -> publisher.publish(
                        transaction,
                        List.of(new DeploymentStatusChanged(
                                status.orderId(), status.nodeId(), status, detail, signature))))
                .chain(() -> done(current));
    }

    private static <T> Uni<Answer<T>> done(T value) {
        return Uni.createFrom().item(new Answer.Done<>(value));
    }

    private static <T> Uni<Answer<T>> refused(Refusal refusal) {
        return Uni.createFrom().item(new Answer.Refused<>(refusal));
    }
}
