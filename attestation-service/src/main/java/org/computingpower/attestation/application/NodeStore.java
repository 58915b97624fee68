package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Collection;
import java.util.Map;
import org.computingpower.attestation.domain.RegisteredNode;
import org.computingpower.terms.NodeId;

/** What registry and chain say of nodes. */
public interface NodeStore {
    /** Stores a node's state, unless a newer one is known. */
    Uni<Void> put(SqlClient transaction, RegisteredNode node);

    /** The known ones of these nodes. */
    Uni<Map<NodeId, RegisteredNode>> find(SqlClient client, Collection<NodeId> nodes);

    /** A record of a node is final on the chain. */
    Uni<Void> recorded(SqlClient transaction, NodeId node, long seq);

    /** Numbers of the last final records; nodes without one are left out. */
    Uni<Map<NodeId, Long>> lastSeqs(SqlClient client, Collection<NodeId> nodes);
}
