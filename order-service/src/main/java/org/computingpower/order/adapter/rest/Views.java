package org.computingpower.order.adapter.rest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.order.application.Deployments.Desired;
import org.computingpower.order.application.Transition;
import org.computingpower.order.domain.Activation;
import org.computingpower.order.domain.Cause;
import org.computingpower.order.domain.Deployment;
import org.computingpower.order.domain.Ending;
import org.computingpower.order.domain.Hold;
import org.computingpower.order.domain.MarketRules;
import org.computingpower.order.domain.OrderState.Closing;
import org.computingpower.order.domain.OrderState.Ended;
import org.computingpower.order.domain.OrderState.Held;
import org.computingpower.order.domain.OrderState.Quoted;
import org.computingpower.order.domain.OrderState.Serving;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.jspecify.annotations.Nullable;

/** What the interface shows; docs/api.md. */
final class Views {
    private Views() {}

    record QuoteView(OrderId orderId, Order order, Instant quotedAt, Instant expiresAt, NodeView node) {}

    record WindowsView(int settled, int paid, int unpaidInARow) {}

    /** Why and since when nothing is charged. */
    record HoldView(long fromEpoch, Instant from, AttestationFacet cause) {}

    record OrderView(
            OrderId orderId,
            Order order,
            StateName state,
            @Nullable Signature signature,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Acceptance acceptance,
            @Nullable Signature acceptanceSignature,
            @Nullable Long billingFromEpoch,
            @Nullable Long endsAtEpoch,
            @Nullable Instant billingFrom,
            @Nullable Instant endsAt,
            @Nullable HoldView hold,
            @Nullable CloseReason closeReason,
            @Nullable Actor closedBy,
            @Nullable String evidenceId,
            @Nullable String closeNote,
            WindowsView windows,
            TokenAmount releasedCum,
            TokenAmount refundedCum,
            long version,
            Bytes32 trustRootHash,
            int dutyBps) {
        static OrderView of(PlacedOrder order, MarketRules market) {
            Activation activation = order.state().history().activation();
            Closed closed = closed(order);
            return new OrderView(
                    order.id(),
                    order.terms(),
                    order.state().name(),
                    order.state().history().signature(),
                    order.createdAt(),
                    expiresAt(order),
                    activation == null ? null : activation.acceptance(),
                    activation == null ? null : activation.signature(),
                    activation == null ? null : activation.billingFromEpoch(),
                    activation == null ? null : activation.endsAtEpoch(),
                    activation == null ? null : market.epochs().startOf(activation.billingFromEpoch()),
                    activation == null ? null : market.epochs().startOf(activation.endsAtEpoch()),
                    order.state() instanceof Held held ? hold(held.hold(), market) : null,
                    closed.reason(),
                    closed.by(),
                    closed.evidenceId(),
                    closed.note(),
                    new WindowsView(
                            order.progress().settled(),
                            order.progress().paid(),
                            order.progress().unpaidInARow()),
                    order.progress().releasedCum(),
                    order.progress().refundedCum(),
                    order.version(),
                    order.trustRootHash(),
                    market.dutyBps(order.terms().mode()));
        }

        private static HoldView hold(Hold hold, MarketRules market) {
            return new HoldView(hold.fromEpoch(), market.epochs().startOf(hold.fromEpoch()), hold.cause());
        }

        private record Closed(
                @Nullable CloseReason reason,
                @Nullable Actor by,
                @Nullable String evidenceId,
                @Nullable String note) {}

        private static Closed closed(PlacedOrder order) {
            if (order.state() instanceof Closing closing) {
                return new Closed(
                        closing.ending().reason(),
                        closing.ending().actor(),
                        closing.ending().evidenceId(),
                        closing.ending().note());
            }
            if (order.state() instanceof Ended ended) {
                Ending ending = ended.ending();
                return new Closed(
                        ended.reason(), ended.actor(), ended.evidenceId(), ending == null ? null : ending.note());
            }
            return new Closed(null, null, null, null);
        }

        /** End of the time that the order may wait in this state. */
        private static @Nullable Instant expiresAt(PlacedOrder order) {
            if (order.state() instanceof Quoted quoted) {
                return quoted.expiresAt();
            }
            if (order.state().name() == StateName.AWAITING_ESCROW) {
                return Instant.ofEpochSecond(order.terms().openBefore());
            }
            return order.state().name() == StateName.AWAITING_PROVIDER
                    ? Instant.ofEpochSecond(order.terms().acceptBefore())
                    : null;
        }
    }

    record TransitionView(
            int seq,
            @Nullable StateName from,
            StateName to,
            Cause cause,
            Actor actor,
            @Nullable UUID eventId,
            Instant at) {
        static TransitionView of(Transition step) {
            return new TransitionView(
                    step.seq(), step.from(), step.to(), step.cause(), step.actor(), step.eventId(), step.at());
        }
    }

    record DeploymentView(
            OrderId orderId,
            long generation,
            String url,
            Bytes32 sha256,
            DeploymentPhase phase,
            @Nullable String detail,
            long observedGeneration) {
        static DeploymentView of(Deployment deployment) {
            boolean reported = deployment.observedGeneration() == deployment.generation();
            return new DeploymentView(
                    deployment.orderId(),
                    deployment.generation(),
                    deployment.url(),
                    deployment.sha256(),
                    deployment.phase(),
                    reported ? deployment.detail() : null,
                    deployment.observedGeneration());
        }
    }

    record DesiredOrderView(
            OrderId orderId,
            StateName state,
            long generation,
            @Nullable String url,
            @Nullable Bytes32 sha256,
            Address user,
            DataProtection dataProtection,
            long endsAtEpoch,
            Mode mode) {
        static DesiredOrderView of(PlacedOrder order, Serving serving, Optional<Deployment> deployment) {
            return new DesiredOrderView(
                    order.id(),
                    order.state().name(),
                    deployment.map(Deployment::generation).orElse(0L),
                    deployment.map(Deployment::url).orElse(null),
                    deployment.map(Deployment::sha256).orElse(null),
                    order.terms().user(),
                    order.terms().dataProtection(),
                    serving.activation().endsAtEpoch(),
                    order.terms().mode());
        }
    }

    record DesiredView(NodeId nodeId, List<OrderView> toAccept, List<DesiredOrderView> orders) {
        static DesiredView of(NodeId nodeId, Desired desired, MarketRules market) {
            Map<OrderId, Deployment> deployments = desired.deployments();
            return new DesiredView(
                    nodeId,
                    desired.toAccept().stream()
                            .map(order -> OrderView.of(order, market))
                            .toList(),
                    desired.running().stream()
                            .flatMap(order -> order.state() instanceof Serving serving
                                    ? Optional.of(DesiredOrderView.of(
                                                    order, serving, Optional.ofNullable(deployments.get(order.id()))))
                                            .stream()
                                    : Optional.<DesiredOrderView>empty().stream())
                            .toList());
        }
    }
}
