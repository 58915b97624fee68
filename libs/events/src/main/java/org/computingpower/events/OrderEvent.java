package org.computingpower.events;

import java.time.Instant;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.DeploymentStatus;
import org.computingpower.terms.signed.Order;
import org.jspecify.annotations.Nullable;

/** Topic {@code order.orders.v1}, key orderId, published by order-service alone, the only saga owner. */
public sealed interface OrderEvent extends MarketEvent {

    /** The order the fact is about: hashStruct of its signed terms. */
    OrderId orderId();

    @Override
    default String key() {
        return orderId().toString();
    }

    /**
     * A price was fixed and the node softly reserved.
     *
     * @param orderId hashStruct of the order
     * @param order the terms the user may sign
     * @param userSubject OIDC subject of the user
     * @param expiresAt end of the quote
     */
    record OrderQuoted(OrderId orderId, Order order, String userSubject, Instant expiresAt) implements OrderEvent {}

    /**
     * The user signed the order; it waits for its escrow.
     *
     * @param orderId hashStruct of the order
     * @param order the signed terms
     * @param signature the user's signature over them
     */
    record OrderSigned(OrderId orderId, Order order, Signature signature) implements OrderEvent {}

    /**
     * The escrow is final and the node accepted: billing begins.
     *
     * @param orderId hashStruct of the order
     * @param order the signed terms
     * @param acceptance the node's statement
     * @param acceptanceSignature signature of the node key over it
     * @param billingFromEpoch first epoch that is paid
     * @param effectiveEpoch first epoch whose roster challenges the node for this order
     * @param endsAtEpoch first epoch that is no longer paid (exclusive)
     */
    record OrderActivated(
            OrderId orderId,
            Order order,
            Acceptance acceptance,
            Signature acceptanceSignature,
            long billingFromEpoch,
            long effectiveEpoch,
            long endsAtEpoch)
            implements OrderEvent {}

    /**
     * At least one window in a row was not paid; the user may leave free of charge.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param epoch the epoch of the unpaid window
     * @param unpaidInARow number of unpaid windows in a row
     */
    record OrderDegraded(OrderId orderId, NodeId nodeId, long epoch, int unpaidInARow) implements OrderEvent {}

    /**
     * A paid window ended the degraded state.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param epoch the epoch of the paid window
     */
    record OrderRestored(OrderId orderId, NodeId nodeId, long epoch) implements OrderEvent {}

    /**
     * The node's attestation is not valid: nothing is charged and the clock stands still.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param fromEpoch first epoch of the hold
     * @param cause the attestation status that caused it
     */
    record OrderHeld(OrderId orderId, NodeId nodeId, long fromEpoch, String cause) implements OrderEvent {}

    /**
     * The hold is over; the end of the order moved by its length.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param atEpoch first epoch that is paid again
     */
    record OrderResumed(OrderId orderId, NodeId nodeId, long atEpoch) implements OrderEvent {}

    /**
     * Service ended. The node still answers the round of {@code atEpoch}, which settles the last partial window.
     *
     * @param orderId the order
     * @param order the signed terms
     * @param atEpoch the epoch in which service ended
     * @param at end of service in whole Unix seconds
     * @param reason why
     * @param actor who caused it
     */
    record OrderClosing(OrderId orderId, Order order, long atEpoch, long at, CloseReason reason, Actor actor)
            implements OrderEvent {}

    /**
     * The order is final and, if it had an escrow, settled on chain.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param finalState the final state
     * @param closeReason why
     * @param closedBy who caused it
     * @param evidenceId id of the event or hash of the statement that proves the reason; absent for a plain time-out
     */
    record OrderClosed(
            OrderId orderId,
            NodeId nodeId,
            FinalState finalState,
            CloseReason closeReason,
            Actor closedBy,
            @Nullable String evidenceId)
            implements OrderEvent {}

    /**
     * The user asked for an application to run. The gateway reads the desired state; this fact is for observers.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param generation number of the request, from 1
     * @param url where the YAML is
     * @param sha256 SHA-256 of the YAML's bytes
     * @param requestedAt when the request was accepted
     */
    record DeploymentRequested(
            OrderId orderId, NodeId nodeId, long generation, String url, Bytes32 sha256, Instant requestedAt)
            implements OrderEvent {}

    /**
     * The node reported on a deployment.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param status the signed statement
     * @param detail for people; the statement holds its hash
     * @param signature signature of the node key over the statement
     */
    record DeploymentStatusChanged(
            OrderId orderId, NodeId nodeId, DeploymentStatus status, String detail, Signature signature)
            implements OrderEvent {}
}
