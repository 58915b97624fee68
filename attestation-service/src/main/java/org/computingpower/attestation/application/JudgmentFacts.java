package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.attestation.domain.ActivePolicy;
import org.computingpower.attestation.domain.Circumstances;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.RegisteredNode;
import org.computingpower.terms.NodeId;

/** Reads what a batch of judgments depends on. */
@ApplicationScoped
class JudgmentFacts {
    private final NodeStore nodes;
    private final BlockStore blocks;
    private final ClaimStore claims;
    private final Policies policies;

    JudgmentFacts(NodeStore nodes, BlockStore blocks, ClaimStore claims, Policies policies) {
        this.nodes = nodes;
        this.blocks = blocks;
        this.claims = claims;
        this.policies = policies;
    }

    /** What is known of the nodes and blocks of a batch. */
    record Known(
            Instant now,
            Optional<ActivePolicy> policy,
            Map<NodeId, RegisteredNode> nodes,
            Map<Long, FinalizedBlock> blocks,
            Map<NodeId, Long> lastSeqs,
            Map<NodeId, StandingClaim> claims) {

        Circumstances circumstances(PendingEvidence pending, CollateralAnswer collateral) {
            NodeId nodeId = pending.evidence().nodeId();
            return new Circumstances(
                    now,
                    pending.receivedAt(),
                    Optional.ofNullable(nodes.get(nodeId)),
                    Optional.ofNullable(blocks.get(pending.evidence().blockNumber())),
                    policy,
                    collateral,
                    Optional.ofNullable(claims.get(nodeId)).map(StandingClaim::lastAccepted));
        }

        Optional<StandingClaim> claim(NodeId nodeId) {
            return Optional.ofNullable(claims.get(nodeId));
        }

        long lastSeq(NodeId nodeId) {
            return lastSeqs.getOrDefault(nodeId, 0L);
        }
    }

    /** The nodes of a batch that are registered. */
    Uni<Set<NodeId>> registered(SqlClient client, List<PendingEvidence> batch) {
        return nodes.find(client, ids(batch)).map(Map::keySet);
    }

    private static Set<NodeId> ids(List<PendingEvidence> batch) {
        return batch.stream().map(one -> one.evidence().nodeId()).collect(Collectors.toSet());
    }

    Uni<Known> of(SqlClient client, List<PendingEvidence> batch, Instant now) {
        Set<NodeId> ids = ids(batch);
        Set<Long> numbers =
                batch.stream().map(one -> one.evidence().blockNumber()).collect(Collectors.toSet());
        return Uni.combine()
                .all()
                .unis(
                        policies.inForce(client, now),
                        nodes.find(client, ids),
                        blocks.find(client, numbers),
                        nodes.lastSeqs(client, ids),
                        claims.find(client, ids))
                .with((policy, known, found, seqs, standing) -> new Known(now, policy, known, found, seqs, standing));
    }
}
