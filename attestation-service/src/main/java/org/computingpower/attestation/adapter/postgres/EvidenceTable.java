package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.EvidenceStore;
import org.computingpower.attestation.application.PendingEvidence;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.EventJson;

/** Evidence, taken here and published by any validator. */
@ApplicationScoped
class EvidenceTable implements EvidenceStore {
    @Override
    public Uni<Set<UUID>> claimBlocks(SqlClient transaction, List<EvidenceSubmitted> evidence) {
        return transaction
                .preparedQuery("insert into submission (node_id, block_number, evidence_id, submitted_at)"
                        + " select node, block, id, at"
                        + " from unnest($1::text[], $2::bigint[], $3::uuid[], $4::timestamptz[])"
                        + " with ordinality as s (node, block, id, at, n) where not exists"
                        + " (select from evidence where node_id = node and block_number = block)"
                        + " order by node, block, n on conflict do nothing returning evidence_id")
                .execute(Tuple.of(
                        Sql.texts(
                                evidence.stream().map(EvidenceSubmitted::nodeId).toList()),
                        evidence.stream().map(EvidenceSubmitted::blockNumber).toArray(Long[]::new),
                        evidence.stream().map(EvidenceSubmitted::evidenceId).toArray(UUID[]::new),
                        evidence.stream()
                                .map(one -> Sql.time(one.submittedAt()))
                                .toArray(OffsetDateTime[]::new)))
                .map(rows ->
                        Sql.rows(rows).map(row -> row.getUUID("evidence_id")).collect(Collectors.toSet()));
    }

    @Override
    public Uni<Void> add(SqlClient transaction, List<EvidenceSubmitted> evidence, Instant receivedAt) {
        return transaction
                .preparedQuery("insert into evidence"
                        + " (evidence_id, node_id, block_number, quote_hash, fact, received_at, next_attempt_at)"
                        + " select id, node, block, quote, fact, $6, $6"
                        + " from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[])"
                        + " with ordinality as e (id, node, block, quote, fact, n) order by n on conflict do nothing")
                .execute(Tuple.from(List.of(
                        evidence.stream().map(EvidenceSubmitted::evidenceId).toArray(UUID[]::new),
                        Sql.texts(
                                evidence.stream().map(EvidenceSubmitted::nodeId).toList()),
                        evidence.stream().map(EvidenceSubmitted::blockNumber).toArray(Long[]::new),
                        Sql.texts(evidence.stream()
                                .map(one -> one.envelope().evidenceHash())
                                .toList()),
                        evidence.stream().map(EventJson::write).toArray(String[]::new),
                        Sql.time(receivedAt))))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<PendingEvidence>> pending(SqlClient client, Instant now, int limit) {
        return client.preparedQuery("select fact, received_at, attempts from evidence"
                        + " where pending and next_attempt_at <= $1 order by next_attempt_at, received_at limit $2")
                .execute(Tuple.of(Sql.time(now), limit))
                .map(rows -> Sql.rows(rows)
                        .map(row -> new PendingEvidence(
                                Sql.fact(row, "fact", EvidenceSubmitted.class),
                                Sql.time(row, "received_at"),
                                row.getInteger("attempts")))
                        .toList());
    }

    @Override
    public Uni<Void> postpone(SqlClient client, List<UUID> evidenceIds, Instant until) {
        return client.preparedQuery("update evidence set attempts = attempts + 1, next_attempt_at = $2"
                        + " where evidence_id = any($1) and pending")
                .execute(Tuple.of(evidenceIds.toArray(UUID[]::new), Sql.time(until)))
                .replaceWithVoid();
    }
}
