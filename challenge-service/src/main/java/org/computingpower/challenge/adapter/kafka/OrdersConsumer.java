package org.computingpower.challenge.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.computingpower.challenge.application.Projections;
import org.computingpower.challenge.application.Projections.Activation;
import org.computingpower.challenge.application.Projections.Closing;
import org.computingpower.challenge.application.Projections.OrderFact;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.money.AcceptanceRule;
import org.computingpower.challenge.domain.roster.OrderTerm;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.jboss.logging.Logger;

/** Learns the terms of orders, when nodes prove for them, and what was asked of the nodes. */
@ApplicationScoped
class OrdersConsumer implements EventConsumer {

    private static final Logger LOG = Logger.getLogger(OrdersConsumer.class);

    private final Projections projections;
    private final MarketRules rules;
    private final Vertx vertx;

    OrdersConsumer(Projections projections, MarketRules rules, Vertx vertx) {
        this.projections = projections;
        this.rules = rules;
        this.vertx = vertx;
    }

    @Override
    public String name() {
        return "challenge.orders";
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
        return Facts.first(event, OrderEvent.class)
                .map(fact -> apply(transaction, fact, event.time()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> apply(SqlConnection transaction, OrderEvent fact, Instant publishedAt) {
        return switch (fact) {
            case OrderEvent.OrderSigned signed ->
                order(transaction, signed.orderId(), signed.order(), Optional.empty(), Optional.empty());
            case OrderEvent.OrderActivated activated ->
                onWorker(() -> activation(activated))
                        .chain(activation -> order(
                                transaction, activated.orderId(), activated.order(), activation, Optional.empty()));
            case OrderEvent.OrderClosing closing -> {
                long published = rules.clock().epochAt(publishedAt);
                long leaves = closing.order().mode() == Mode.SHARED
                        ? OrderTerm.leavesAfterAudit(closing.atEpoch(), published)
                        : OrderTerm.leavesAt(closing.atEpoch(), published);
                yield order(
                        transaction,
                        closing.orderId(),
                        closing.order(),
                        Optional.empty(),
                        Optional.of(new Closing(closing.at(), leaves)));
            }
            case OrderEvent.OrderHeld held -> projections.held(transaction, held.orderId(), held.fromEpoch());
            case OrderEvent.OrderResumed resumed ->
                projections.resumed(transaction, resumed.orderId(), resumed.atEpoch());
            case OrderEvent.DeploymentRequested requested ->
                projections.deployment(
                        transaction,
                        requested.orderId(),
                        requested.generation(),
                        Optional.of(requested.requestedAt()),
                        Optional.empty());
            case OrderEvent.DeploymentStatusChanged changed -> answered(transaction, changed);
            case OrderEvent.OrderQuoted ignored -> Uni.createFrom().voidItem();
            case OrderEvent.OrderDegraded ignored -> Uni.createFrom().voidItem();
            case OrderEvent.OrderRestored ignored -> Uni.createFrom().voidItem();
            case OrderEvent.OrderClosed closed ->
                projections.settled(
                        transaction,
                        closed.orderId(),
                        OrderTerm.leavesSettled(rules.clock().epochAt(publishedAt)));
        };
    }

    /** order-service says that the order is active; only the node's own signature makes it billed here. */
    private Optional<Activation> activation(OrderEvent.OrderActivated activated) {
        boolean proven = AcceptanceRule.isProven(
                activated.orderId(),
                activated.order(),
                activated.acceptance(),
                activated.acceptanceSignature(),
                rules.domains());
        if (!proven) {
            LOG.errorf("Active without the node's acceptance: orderId=%s", activated.orderId());
            return Optional.empty();
        }
        return Optional.of(
                new Activation(activated.billingFromEpoch(), activated.effectiveEpoch(), activated.endsAtEpoch()));
    }

    private <T> Uni<T> onWorker(Callable<T> check) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(check).toCompletionStage());
    }

    private Uni<Void> order(
            SqlConnection transaction,
            OrderId orderId,
            Order terms,
            Optional<Activation> activation,
            Optional<Closing> closing) {
        return projections.order(transaction, new OrderFact(orderId, terms, activation, closing));
    }

    private Uni<Void> answered(SqlConnection transaction, OrderEvent.DeploymentStatusChanged changed) {
        DeploymentPhase phase = changed.status().phase();
        return phase == DeploymentPhase.READY || phase == DeploymentPhase.FAILED
                ? projections.deployment(
                        transaction,
                        changed.orderId(),
                        changed.status().generation(),
                        Optional.empty(),
                        Optional.of(Instant.ofEpochSecond(changed.status().reportedAt())))
                : Uni.createFrom().voidItem();
    }
}
