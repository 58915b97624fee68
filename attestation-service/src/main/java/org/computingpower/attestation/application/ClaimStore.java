package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.terms.NodeId;

/** The standing claim of each node. */
public interface ClaimStore {
    /** Stores claims in place of the nodes' earlier ones. */
    Uni<Void> put(SqlClient transaction, List<StandingClaim> claims);

    /** The claims of these nodes. */
    Uni<Map<NodeId, StandingClaim>> find(SqlClient client, Collection<NodeId> nodes);

    /** For each platform the nodes that stand for it: with a claim of it, staked and not EXITED. */
    Uni<Map<Bytes, List<NodeId>>> holders(SqlClient client, Collection<Bytes> platformIds);
}
