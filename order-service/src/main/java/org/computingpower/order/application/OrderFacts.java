package org.computingpower.order.application;

import java.util.List;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.OrderEvent.OrderActivated;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.OrderEvent.OrderClosing;
import org.computingpower.events.OrderEvent.OrderDegraded;
import org.computingpower.events.OrderEvent.OrderHeld;
import org.computingpower.events.OrderEvent.OrderQuoted;
import org.computingpower.events.OrderEvent.OrderRestored;
import org.computingpower.events.OrderEvent.OrderResumed;
import org.computingpower.events.OrderEvent.OrderSigned;
import org.computingpower.order.domain.Activation;
import org.computingpower.order.domain.Ending;
import org.computingpower.order.domain.OrderState;
import org.computingpower.order.domain.OrderState.Active;
import org.computingpower.order.domain.OrderState.AwaitingEscrow;
import org.computingpower.order.domain.OrderState.AwaitingProvider;
import org.computingpower.order.domain.OrderState.Closing;
import org.computingpower.order.domain.OrderState.Degraded;
import org.computingpower.order.domain.OrderState.Ended;
import org.computingpower.order.domain.OrderState.Held;
import org.computingpower.order.domain.OrderState.Quoted;
import org.computingpower.order.domain.PlacedOrder;

/** What the other services learn from a transition. */
final class OrderFacts {
    private OrderFacts() {}

    /** The facts of a step from {@code before} to {@code order}'s state. */
    static List<OrderEvent> of(OrderState before, PlacedOrder order) {
        return switch (order.state()) {
            case Quoted quoted ->
                List.of(new OrderQuoted(order.id(), order.terms(), order.userSubject(), quoted.expiresAt()));
            case AwaitingEscrow signed -> List.of(new OrderSigned(order.id(), order.terms(), signed.signature()));
            // Settlement knows: it told us.
            case AwaitingProvider ignored -> List.of();
            case Active active -> List.of(active(before, order, active));
            case Degraded degraded -> List.of(degraded(before, order, degraded));
            case Held held ->
                List.of(new OrderHeld(
                        order.id(),
                        order.terms().nodeId(),
                        held.hold().fromEpoch(),
                        held.hold().cause().name()));
            case Closing closing -> List.of(closing(order, closing.ending()));
            case Ended ended -> List.of(ended(before, order, ended));
        };
    }

    private static OrderEvent active(OrderState before, PlacedOrder order, Active active) {
        return switch (before) {
            case Held held -> resumed(order, held, active.activation());
            case Degraded ignored ->
                new OrderRestored(
                        order.id(), order.terms().nodeId(), order.progress().lastEpoch());
            case AwaitingProvider ignored -> activated(order, active.activation());
            case Quoted ignored -> throw impossible(before);
            case AwaitingEscrow ignored -> throw impossible(before);
            case Active ignored -> throw impossible(before);
            case Closing ignored -> throw impossible(before);
            case Ended ignored -> throw impossible(before);
        };
    }

    private static OrderEvent degraded(OrderState before, PlacedOrder order, Degraded degraded) {
        return before instanceof Held held
                ? resumed(order, held, degraded.activation())
                : new OrderDegraded(
                        order.id(),
                        order.terms().nodeId(),
                        order.progress().lastEpoch(),
                        order.progress().unpaidInARow());
    }

    private static OrderEvent resumed(PlacedOrder order, Held held, Activation activation) {
        long epochs = activation.heldEpochs() - held.activation().heldEpochs();
        return new OrderResumed(order.id(), order.terms().nodeId(), held.hold().fromEpoch() + epochs);
    }

    private static OrderEvent ended(OrderState before, PlacedOrder order, Ended ended) {
        Ending refund = ended.ending();
        if (before instanceof Ended && refund != null) {
            return closing(order, refund);
        }
        return new OrderClosed(
                order.id(),
                order.terms().nodeId(),
                ended.finalState(),
                ended.reason(),
                ended.actor(),
                ended.evidenceId());
    }

    private static OrderEvent activated(PlacedOrder order, Activation activation) {
        return new OrderActivated(
                order.id(),
                order.terms(),
                activation.acceptance(),
                activation.signature(),
                activation.billingFromEpoch(),
                activation.billingFromEpoch(),
                activation.endsAtEpoch());
    }

    private static IllegalStateException impossible(OrderState before) {
        return new IllegalStateException("No order becomes ACTIVE from " + before.name());
    }

    private static OrderEvent closing(PlacedOrder order, Ending ending) {
        return new OrderClosing(
                order.id(), order.terms(), ending.atEpoch(), ending.at(), ending.reason(), ending.actor());
    }
}
