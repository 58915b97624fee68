package org.computingpower.settlement.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.settlement.application.AdvanceOrders;
import org.computingpower.settlement.application.FactStore;
import org.computingpower.settlement.application.FactStore.DeploymentFact;
import org.computingpower.settlement.application.FactStore.Hold;
import org.computingpower.settlement.application.OrderFact;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.Order;

/** Remembers what order-service says and takes the orders as far as that allows. */
@ApplicationScoped
class OrderEventsConsumer implements EventConsumer {

    private final FactStore facts;
    private final AdvanceOrders advance;

    OrderEventsConsumer(FactStore facts, AdvanceOrders advance) {
        this.facts = facts;
        this.advance = advance;
    }

    @Override
    public String name() {
        return "settlement.orders";
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
        return applyAll(transaction, List.of(event));
    }

    @Override
    public Uni<Void> applyAll(SqlConnection transaction, List<ReceivedEvent> events) {
        Changes changes = new Changes();
        Facts.read(events, OrderEvent.class).forEach(received -> changes.add(received.fact()));
        return facts.lock(transaction, changes.toAdvance)
                .chain(() -> facts.orders(transaction, changes.orders.values()))
                .chain(() -> facts.holds(transaction, changes.holds))
                .chain(() -> facts.deployments(transaction, changes.deployments))
                .chain(() -> advance.advance(transaction, changes.toAdvance));
    }

    private static final class Changes {
        private final Map<OrderId, OrderFact> orders = new LinkedHashMap<>();
        private final List<Hold> holds = new ArrayList<>();
        private final List<DeploymentFact> deployments = new ArrayList<>();
        private final Set<OrderId> toAdvance = new LinkedHashSet<>();

        private void add(OrderEvent event) {
            OrderId id = event.orderId();
            switch (event) {
                case OrderEvent.OrderQuoted quoted ->
                    remember(id, quoted.order(), Optional.of(quoted.userSubject()), Optional.empty(), Optional.empty());
                case OrderEvent.OrderSigned signed ->
                    remember(id, signed.order(), Optional.empty(), Optional.empty(), Optional.empty());
                case OrderEvent.OrderActivated activated ->
                    remember(
                            id,
                            activated.order(),
                            Optional.empty(),
                            Optional.of(new OrderFact.Billing(activated.billingFromEpoch(), activated.endsAtEpoch())),
                            Optional.empty());
                case OrderEvent.OrderClosing closing ->
                    remember(
                            id,
                            closing.order(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(new OrderFact.Closing(closing.atEpoch(), closing.at(), closing.reason())));
                case OrderEvent.OrderHeld held ->
                    holds.add(new Hold(id, Optional.of(held.fromEpoch()), Optional.empty()));
                case OrderEvent.OrderResumed resumed ->
                    holds.add(new Hold(id, Optional.empty(), Optional.of(resumed.atEpoch())));
                case OrderEvent.DeploymentRequested requested ->
                    deployments.add(new DeploymentFact(
                            id,
                            requested.generation(),
                            Optional.of(requested.requestedAt()),
                            Optional.empty(),
                            Optional.empty()));
                case OrderEvent.DeploymentStatusChanged changed -> report(id, changed);
                case OrderEvent.OrderDegraded ignored -> {}
                case OrderEvent.OrderRestored ignored -> {}
                case OrderEvent.OrderClosed ignored -> {}
            }
        }

        private void report(OrderId id, OrderEvent.DeploymentStatusChanged changed) {
            Optional<Instant> at =
                    Optional.of(Instant.ofEpochSecond(changed.status().reportedAt()));
            DeploymentPhase phase = changed.status().phase();
            if (phase == DeploymentPhase.READY || phase == DeploymentPhase.FAILED) {
                deployments.add(new DeploymentFact(
                        id,
                        changed.status().generation(),
                        Optional.empty(),
                        phase == DeploymentPhase.READY ? at : Optional.empty(),
                        phase == DeploymentPhase.FAILED ? at : Optional.empty()));
            }
        }

        private void remember(
                OrderId id,
                Order terms,
                Optional<String> subject,
                Optional<OrderFact.Billing> billing,
                Optional<OrderFact.Closing> closing) {
            orders.merge(id, new OrderFact(id, terms, subject, billing, closing), OrderFact::merge);
            toAdvance.add(id);
        }
    }
}
