package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;

/** What anybody may read of this validator's judgments. */
@ApplicationScoped
public class Attestations {
    private final VerdictStore verdicts;
    private final ClaimStore claims;
    private final CollateralStore collateral;
    private final Pool pool;

    Attestations(VerdictStore verdicts, ClaimStore claims, CollateralStore collateral, Pool pool) {
        this.verdicts = verdicts;
        this.claims = claims;
        this.collateral = collateral;
        this.pool = pool;
    }

    /** The last verdict on a node. */
    public Uni<Optional<AttestationJudged>> latest(NodeId nodeId) {
        return verdicts.latest(pool, nodeId);
    }

    /** How the node's last accepted evidence stands today. */
    public Uni<Optional<StandingClaim>> standing(NodeId nodeId) {
        return claims.find(pool, List.of(nodeId)).map(found -> Optional.ofNullable(found.get(nodeId)));
    }

    /** Everything by which the node's evidence can be appraised again, under the policy asked for if there is one. */
    public Uni<Optional<BundleParts>> bundle(NodeId nodeId, Optional<Bytes32> policyHash) {
        return verdicts.bundle(pool, nodeId, policyHash);
    }

    /** Collateral in the store. */
    public Uni<List<CollateralSummary>> collateral(List<String> after, int limit) {
        return collateral.page(pool, after, limit);
    }
}
