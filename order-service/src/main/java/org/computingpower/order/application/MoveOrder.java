package org.computingpower.order.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.SettlementOrderEvent.EscrowFunded;
import org.computingpower.events.SettlementOrderEvent.OrderSettled;
import org.computingpower.events.SettlementOrderEvent.WindowSettled;
import org.computingpower.order.domain.ListedNode;
import org.computingpower.order.domain.OrderRules;
import org.computingpower.order.domain.OrderState.AwaitingProvider;
import org.computingpower.order.domain.OrderState.Ended;
import org.computingpower.order.domain.Outcome;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.Refusal;
import org.computingpower.order.domain.Window;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.Cancel;
import org.jspecify.annotations.Nullable;

/** Every step of an order after its quote: lock, rule, row, transition and facts in the given transaction. */
@ApplicationScoped
public class MoveOrder {
    private final OrderStore orders;
    private final NodeStore nodes;
    private final Publisher publisher;
    private final OrderRules rules;
    private final InstantSource clock;

    MoveOrder(OrderStore orders, NodeStore nodes, Publisher publisher, OrderRules rules, InstantSource clock) {
        this.orders = orders;
        this.nodes = nodes;
        this.publisher = publisher;
        this.rules = rules;
        this.clock = clock;
    }

    /** The user signs. */
    public Uni<Outcome> sign(SqlClient transaction, OrderId id, String subject, Signature signature) {
        return move(transaction, id, Viewer.user(subject), null, (order, now) -> rules.sign(order, signature, now));
    }

    /** The user leaves. */
    public Uni<Outcome> cancel(SqlClient transaction, OrderId id, String subject, Cancel cancel, Signature signature) {
        return move(
                transaction,
                id,
                Viewer.user(subject),
                null,
                (order, now) -> rules.cancel(order, cancel, signature, now));
    }

    /** The provider does not want the order. */
    public Uni<Outcome> reject(SqlClient transaction, OrderId id, String subject, @Nullable String note) {
        return move(transaction, id, Viewer.provider(subject), null, (order, now) -> rules.reject(order, note, now));
    }

    /** The node takes the order; its attestation and offer must still hold. */
    public Uni<Outcome> accept(
            SqlClient transaction, OrderId id, String subject, Acceptance acceptance, Signature signature) {
        return moveWith(
                transaction,
                id,
                Viewer.provider(subject),
                null,
                order -> nodes.find(transaction, order.terms().nodeId())
                        .map(node ->
                                rules.accept(order, acceptance, signature, notReady(node, order), clock.instant())));
    }

    private Optional<Refusal.NodeNotReady> notReady(Optional<NodeChanged> node, PlacedOrder order) {
        ListedNode listed = Nodes.listed(known(node, order));
        return listed.notReady(order.terms(), clock.instant().getEpochSecond());
    }

    private static NodeChanged known(Optional<NodeChanged> node, PlacedOrder order) {
        NodeId nodeId = order.terms().nodeId();
        return node.orElseThrow(() -> new IllegalStateException("No state of " + nodeId + ", which was ordered"));
    }

    /** The deposit is final. */
    public Uni<Outcome> fund(SqlClient transaction, EscrowFunded fact, UUID eventId) {
        return move(
                transaction,
                fact.orderId(),
                Viewer.EVERYTHING,
                eventId,
                (order, now) ->
                        rules.fund(order, fact.amount(), Instant.ofEpochSecond(fact.blockTime()), eventId, now));
    }

    /** A window is settled. */
    public Uni<Outcome> window(SqlClient transaction, WindowSettled fact, UUID eventId) {
        Window window = new Window(
                fact.epoch(),
                fact.outcome() == WindowOutcome.PASS,
                fact.unpaidInARow(),
                fact.terminate(),
                Optional.ofNullable(fact.shortfall()),
                fact.releasedCum(),
                fact.refundedCum());
        return move(
                transaction,
                fact.orderId(),
                Viewer.EVERYTHING,
                eventId,
                (order, now) -> rules.settleWindow(order, window, eventId, now));
    }

    /** The final item is final. */
    public Uni<Outcome> settle(SqlClient transaction, OrderSettled fact, UUID eventId) {
        return move(
                transaction,
                fact.orderId(),
                Viewer.EVERYTHING,
                eventId,
                (order, now) -> rules.settle(order, fact.releasedCum(), fact.refundedCum()));
    }

    /** The registry changed the standing of the node's attestation, or a fact of it was missed. */
    public Uni<Outcome> attestation(SqlClient transaction, OrderId id, @Nullable UUID eventId) {
        return moveWith(
                transaction,
                id,
                Viewer.EVERYTHING,
                eventId,
                order -> nodes.find(transaction, order.terms().nodeId())
                        .map(node -> rules.attestation(
                                order, known(node, order).attestation().status(), clock.instant())));
    }

    /** The order's deadline may have come. */
    public Uni<Outcome> timePassed(SqlClient transaction, OrderId id) {
        return move(transaction, id, Viewer.EVERYTHING, null, rules::timePassed);
    }

    private Uni<Outcome> move(
            SqlClient transaction,
            OrderId id,
            Viewer viewer,
            @Nullable UUID eventId,
            BiFunction<PlacedOrder, Instant, Outcome> rule) {
        return moveWith(
                transaction, id, viewer, eventId, order -> Uni.createFrom().item(rule.apply(order, clock.instant())));
    }

    private Uni<Outcome> moveWith(
            SqlClient transaction,
            OrderId id,
            Viewer viewer,
            @Nullable UUID eventId,
            Function<PlacedOrder, Uni<Outcome>> rule) {
        return orders.lock(transaction, id, viewer).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(new Outcome.Refused(new Refusal.OrderUnknown(id)));
            }
            PlacedOrder before = found.get();
            return rule.apply(before)
                    .chain(outcome ->
                            write(transaction, before, outcome, eventId).replaceWith(outcome));
        });
    }

    private Uni<Void> write(SqlClient transaction, PlacedOrder before, Outcome outcome, @Nullable UUID eventId) {
        return switch (outcome) {
            case Outcome.Refused ignored -> Uni.createFrom().voidItem();
            case Outcome.Kept(PlacedOrder order) ->
                order.version() == before.version()
                        ? Uni.createFrom().voidItem()
                        : orders.update(transaction, order, rules.deadline(order), Optional.empty());
            case Outcome.Moved moved -> {
                PlacedOrder order = moved.order();
                Transition transition = new Transition(
                        order.seq(),
                        before.state().name(),
                        order.state().name(),
                        moved.cause(),
                        moved.actor(),
                        eventId,
                        clock.instant());
                yield orders.update(transaction, order, rules.deadline(order), Optional.of(transition))
                        .chain(() -> reservation(transaction, order))
                        .chain(() -> publisher.publish(transaction, OrderFacts.of(before.state(), order)));
            }
        };
    }

    private Uni<Void> reservation(SqlClient transaction, PlacedOrder order) {
        if (order.state() instanceof AwaitingProvider) {
            return orders.harden(transaction, order.id());
        }
        if (order.state() instanceof Ended) {
            return orders.release(transaction, order.id(), clock.instant());
        }
        return Uni.createFrom().voidItem();
    }
}
