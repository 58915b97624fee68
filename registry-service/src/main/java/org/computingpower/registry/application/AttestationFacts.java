package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.AttestationVerdictEvent.AttestationStatusChanged;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.RegistryNodeEvent.NodeAttested;
import org.computingpower.events.SignedBy;
import org.computingpower.registry.application.StatementStore.Kind;
import org.computingpower.registry.domain.Node;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationRefusal;
import org.computingpower.terms.signed.AttestationStatus;

/**
 * The facts that change a node's attestation: what validators judged, what a quorum of them holds since, and time. Each
 * method is one effect in the given transaction.
 */
@ApplicationScoped
public class AttestationFacts {

    private final Tally tally;
    private final NodeChanges changes;
    private final NodeStore nodes;
    private final StatementStore statements;
    private final Market market;
    private final InstantSource clock;

    AttestationFacts(
            Tally tally,
            NodeChanges changes,
            NodeStore nodes,
            StatementStore statements,
            Market market,
            InstantSource clock) {
        this.tally = tally;
        this.changes = changes;
        this.nodes = nodes;
        this.statements = statements;
        this.market = market;
        this.clock = clock;
    }

    /**
     * A validator judged evidence. A record of another trust root than the market's counts nothing, whoever signed it.
     * The trust domain is the market's; what the event says of it is not signed.
     */
    public Uni<Void> judged(SqlClient transaction, AttestationJudged event) {
        AttestationRecord record = event.record();
        if (record != null && !record.trustRootHash().equals(market.trustRootHash())) {
            return Uni.createFrom().voidItem();
        }
        if (record != null) {
            Bytes32 subject = Digests.sha256(
                    record.nodeId().value().toArray(), record.quoteHash().toArray());
            return tally.count(
                            transaction,
                            Kind.RECORD,
                            subject,
                            event.validator(),
                            record.setVersion(),
                            record,
                            event.signature())
                    .chain(fact -> fact.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : accepted(transaction, record, fact.get().votes()));
        }
        AttestationRefusal refusal = event.refusal();
        if (refusal == null) {
            return Uni.createFrom().voidItem();
        }
        Bytes32 subject = Digests.sha256(
                refusal.nodeId().value().toArray(), refusal.quoteHash().toArray());
        return tally.count(
                        transaction,
                        Kind.REFUSAL,
                        subject,
                        event.validator(),
                        refusal.setVersion(),
                        refusal,
                        event.signature())
                .chain(fact -> fact.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : changes.apply(transaction, refusal.nodeId(), (node, epoch) -> refused(node, refusal, epoch))
                                .replaceWithVoid());
    }

    private Uni<Void> accepted(SqlClient transaction, AttestationRecord record, List<Vote<Bytes32>> votes) {
        NodeAttested attested = new NodeAttested(
                record,
                votes.stream()
                        .map(vote -> new SignedBy(vote.signer(), vote.signature()))
                        .toList());
        NodeAttestation facet = new NodeAttestation(
                AttestationFacet.VALID,
                record.quoteHash(),
                record.validUntil(),
                record.tcbStatus(),
                market.trustDomain(),
                record.trustRootHash(),
                record.tcbEvaluationDataNumber());
        return changes.apply(
                        transaction,
                        record.nodeId(),
                        (node, epoch) ->
                                isNewer(record, node.attestation()) ? node.withAttestation(facet, epoch) : node,
                        attested)
                .replaceWithVoid();
    }

    /**
     * Whether a record is of a later block than the one behind the facet; its end is the time of the block and a constant
     * of the market. One that reaches its quorum late takes nothing from a newer one.
     */
    private static boolean isNewer(AttestationRecord record, NodeAttestation facet) {
        Long until = facet.validUntil();
        return until == null || record.validUntil() > until;
    }

    private Node refused(Node node, AttestationRefusal refusal, long epoch) {
        return isProved(node.attestation())
                ? node
                : node.withAttestation(
                        new NodeAttestation(
                                AttestationFacet.REJECTED,
                                refusal.quoteHash(),
                                null,
                                null,
                                market.trustDomain(),
                                null,
                                null),
                        epoch);
    }

    /**
     * Whether good evidence stands behind the facet, however it stands now. Bad evidence does not take its place: anybody
     * could post it, and what validators say of the good one later would be about another quote.
     */
    private static boolean isProved(NodeAttestation facet) {
        return switch (facet.status()) {
            case NONE, PENDING, EXPIRED -> false;
            // By a refusal, or by a re-appraisal of what was accepted.
            case REJECTED -> facet.validUntil() != null;
            case VALID, STALE, TCB_OUTDATED, REVOKED -> true;
        };
    }

    /**
     * A validator re-appraised a node: what a quorum holds now counts, however often they changed their minds. What a
     * validator said before its newest word counts nothing, whoever repeats it.
     */
    public Uni<Void> statusChanged(SqlClient transaction, AttestationStatusChanged event) {
        AttestationStatus status = event.status();
        boolean counts = status.setVersion() == market.validators().setVersion()
                && tally.isValidators(event.validator(), status, event.signature());
        return counts
                ? statements
                        .hold(
                                transaction,
                                status,
                                event.validator(),
                                market.validators().members())
                        .chain(holding -> holding < market.validators().threshold()
                                ? Uni.createFrom().voidItem()
                                : changes.apply(
                                                transaction,
                                                status.nodeId(),
                                                (node, epoch) -> standing(node, status, epoch))
                                        .replaceWithVoid())
                : Uni.createFrom().voidItem();
    }

    /** Of another evidence than the node's present one nothing follows. */
    private static Node standing(Node node, AttestationStatus status, long epoch) {
        return status.quoteHash().equals(node.attestation().quoteHash())
                ? node.withAttestation(with(node.attestation(), status.newStatus()), epoch)
                : node;
    }

    private static NodeAttestation with(NodeAttestation facet, AttestationFacet status) {
        return new NodeAttestation(
                status,
                facet.quoteHash(),
                facet.validUntil(),
                facet.tcbStatus(),
                facet.trustDomain(),
                facet.trustRootHash(),
                facet.tcbEvaluationDataNumber());
    }

    /** Attestations that ran out become EXPIRED; called by a timer. */
    public Uni<Void> expire(SqlClient transaction) {
        return nodes.expired(transaction, clock.instant().getEpochSecond()).chain(expired -> {
            Uni<Void> chain = Uni.createFrom().voidItem();
            for (NodeId nodeId : expired) {
                chain = chain.chain(() -> changes.apply(
                                transaction,
                                nodeId,
                                (node, epoch) -> node.attestation().status() == AttestationFacet.VALID
                                        ? node.withAttestation(
                                                with(node.attestation(), AttestationFacet.EXPIRED), epoch)
                                        : node)
                        .replaceWithVoid());
            }
            return chain;
        });
    }
}
