package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.terms.NodeId;

/** The standing claim of each node. */
public interface ClaimStore {
    /** Stores claims in place of the nodes' earlier ones; of several of one node the one over the latest block stays. */
    Uni<Void> put(SqlClient transaction, List<StandingClaim> claims);

    /** The claims of these nodes. */
    Uni<Map<NodeId, StandingClaim>> find(SqlClient client, Collection<NodeId> nodes);

    /** Claims that may be worth something else than stored, by node id from after {@code after}. */
    Uni<List<StandingClaim>> due(SqlClient client, Instant now, long policyVersion, Optional<NodeId> after, int limit);

    /** Stores re-appraised claims, but for those that new evidence replaced; returns whose were stored. */
    Uni<Set<NodeId>> update(SqlClient transaction, List<StandingClaim> claims);

    /** For each platform the nodes that stand for it: with a claim of it, staked and not EXITED, the first one first. */
    Uni<Map<Bytes, List<NodeId>>> holders(SqlClient client, Collection<Bytes> platformIds);
}
