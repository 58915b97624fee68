package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;

/** Verdicts of this validator; one per evidence, never changed. */
public interface VerdictStore {
    /** Adds verdicts and takes their evidence off the pending ones; returns those that were not judged before. */
    Uni<Set<UUID>> add(SqlClient transaction, List<Verdict> verdicts);

    /** The last verdict on a node. */
    Uni<Optional<AttestationJudged>> latest(SqlClient client, NodeId nodeId);

    /**
     * What the node's standing evidence was appraised by last; if there is none, its last evidence that verified.
     *
     * @param policyHash the policy to give out in place of that of the last appraisal
     */
    Uni<Optional<BundleParts>> bundle(SqlClient client, NodeId nodeId, Optional<Bytes32> policyHash);
}
