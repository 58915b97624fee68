package org.computingpower.order.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.jspecify.annotations.Nullable;

/** Orders, their transitions and the reservations of nodes. */
public interface OrderStore {
    /** Writes a new order with its first transition. */
    Uni<Void> insert(SqlClient transaction, PlacedOrder order, Instant quoteExpiresAt, Transition first);

    /** Writes a changed order, and its transition if it made one. The caller holds its lock. */
    Uni<Void> update(
            SqlClient transaction, PlacedOrder order, Optional<Instant> deadline, Optional<Transition> transition);

    /** The order for changing, locked until the transaction ends; empty for an order that the viewer may not know of. */
    Uni<Optional<PlacedOrder>> lock(SqlClient transaction, OrderId id, Viewer viewer);

    /** The order; empty for one that the viewer may not know of. */
    Uni<Optional<PlacedOrder>> find(SqlClient client, OrderId id, Viewer viewer);

    /** The viewer's orders, oldest first. */
    Uni<List<PlacedOrder>> list(SqlClient client, Viewer viewer, Filter filter, Optional<Position> after, int limit);

    /** Steps of an order that the viewer may know of, after a number. */
    Uni<List<Transition>> transitions(SqlClient client, OrderId id, Viewer viewer, int afterSeq, int limit);

    /** Orders whose deadline has come, earliest first. */
    Uni<List<OrderId>> due(SqlClient client, Instant now, int limit);

    /** Orders of a node in one of these states; the node belongs to the provider. */
    Uni<List<PlacedOrder>> ofNode(SqlClient client, NodeId nodeId, Viewer viewer, List<StateName> states);

    /**
     * Orders that serve although their node's attestation is not valid, and those that are held although it is.
     *
     * @param nodeId of this node alone
     */
    Uni<List<OrderId>> outOfStep(SqlClient client, Optional<NodeId> nodeId, int limit);

    /** Non-final orders that should have moved before {@code limit}. */
    Uni<Long> overdue(SqlClient client, Instant limit);

    /** Excludes other quotes of this account and wallet until the transaction ends, and counts their unfunded reservations. */
    Uni<Integer> unfunded(SqlClient transaction, String subject, Address wallet);

    /** Reserves the node for the order; false if another order holds it. */
    Uni<Boolean> reserve(SqlClient transaction, PlacedOrder order);

    /** The reservation has a final deposit behind it. */
    Uni<Void> harden(SqlClient transaction, OrderId id);

    /** The node is free again. */
    Uni<Void> release(SqlClient transaction, OrderId id, Instant at);

    /** Releases what final orders still hold; returns how many. It should be none. */
    Uni<Integer> releaseOrphans(SqlClient client, Instant at);

    /** What a list is narrowed to. */
    record Filter(@Nullable StateName state, @Nullable NodeId nodeId) {}

    /** Place in a list. */
    record Position(Instant createdAt, String orderId) {}
}
