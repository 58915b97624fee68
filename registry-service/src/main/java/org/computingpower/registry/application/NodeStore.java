package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import org.computingpower.registry.domain.Node;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.jspecify.annotations.Nullable;

/** Where nodes are kept. */
public interface NodeStore {
    /** Adds a node; false if its id is there already. */
    Uni<Boolean> insert(SqlClient transaction, Node node);

    /** Replaces a node by its next version; the caller holds its lock. */
    Uni<Void> update(SqlClient transaction, Node node);

    /** The node of that id. */
    Uni<Optional<Node>> find(SqlClient client, NodeId nodeId);

    /** The node of that id, locked until the transaction ends. */
    Uni<Optional<Node>> lock(SqlClient transaction, NodeId nodeId);

    /** Up to 500 nodes whose VALID attestation ran out. */
    Uni<List<NodeId>> expired(SqlClient client, long unixSeconds);

    /** Nodes after {@code after} in the order of their ids. */
    Uni<List<Node>> list(SqlClient client, NodeFilter filter, @Nullable String after, int limit);

    /** How many listed nodes one constraint alone excludes. */
    Uni<Long> count(SqlClient client, NodeFilter.Condition condition);

    /** An order began to depend on a node; known already is harmless. */
    Uni<Void> orderOpened(SqlClient transaction, OrderId orderId, NodeId nodeId);

    /** An order is final. */
    Uni<Void> orderClosed(SqlClient transaction, OrderId orderId);

    /** Whether an order that is not final depends on the node. */
    Uni<Boolean> hasOpenOrder(SqlClient transaction, NodeId nodeId);
}
