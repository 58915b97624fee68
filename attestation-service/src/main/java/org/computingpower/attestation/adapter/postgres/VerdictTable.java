package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.BundleParts;
import org.computingpower.attestation.application.Verdict;
import org.computingpower.attestation.application.VerdictStore;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.EventJson;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;

/** Verdicts of this validator. */
@ApplicationScoped
class VerdictTable implements VerdictStore {
    @Override
    public Uni<Set<UUID>> add(SqlClient transaction, List<Verdict> verdicts) {
        List<AttestationJudged> judged = verdicts.stream().map(Verdict::judged).toList();
        return transaction
                .preparedQuery("with v as (insert into verdict (evidence_id, node_id, decision, trust_domain,"
                        + " trust_root_hash, policy_version, collateral_sha256, expected_report_data, block_hash, fact,"
                        + " judged_at) select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[],"
                        + " $6::bigint[], $7::text[], $8::bytea[], $9::text[], $10::text[], $11::timestamptz[])"
                        + " on conflict do nothing returning evidence_id)"
                        + " update evidence e set pending = false from v where e.evidence_id = v.evidence_id"
                        + " returning e.evidence_id")
                .execute(Tuple.from(List.of(
                        judged.stream().map(AttestationJudged::evidenceId).toArray(UUID[]::new),
                        Sql.texts(judged.stream().map(AttestationJudged::nodeId).toList()),
                        Sql.texts(
                                judged.stream().map(AttestationJudged::decision).toList()),
                        judged.stream().map(AttestationJudged::trustDomain).toArray(String[]::new),
                        Sql.texts(verdicts.stream().map(Verdict::trustRootHash).toList()),
                        judged.stream().map(AttestationJudged::policyVersion).toArray(Long[]::new),
                        verdicts.stream()
                                .map(one ->
                                        one.collateralSha256().map(Bytes::hex).orElse(null))
                                .toArray(String[]::new),
                        verdicts.stream()
                                .map(one -> one.expectedReportData()
                                        .map(data -> Buffer.buffer(data.toByteArray()))
                                        .orElse(null))
                                .toArray(Buffer[]::new),
                        verdicts.stream()
                                .map(one ->
                                        one.blockHash().map(Bytes32::toString).orElse(null))
                                .toArray(String[]::new),
                        judged.stream().map(EventJson::write).toArray(String[]::new),
                        judged.stream().map(one -> Sql.time(one.judgedAt())).toArray(OffsetDateTime[]::new))))
                .map(rows ->
                        Sql.rows(rows).map(row -> row.getUUID("evidence_id")).collect(Collectors.toSet()));
    }

    @Override
    public Uni<Optional<AttestationJudged>> latest(SqlClient client, NodeId nodeId) {
        return client.preparedQuery(
                        "select fact from verdict where node_id = $1 order by judged_at desc, evidence_id desc limit 1")
                .execute(Tuple.of(nodeId.toString()))
                .map(rows -> Sql.rows(rows).findFirst().map(row -> Sql.fact(row, "fact", AttestationJudged.class)));
    }

    @Override
    public Uni<Optional<BundleParts>> bundle(SqlClient client, NodeId nodeId) {
        return client.preparedQuery("select e.fact as evidence, v.fact as verdict, p.fact as policy,"
                        + " v.expected_report_data, v.block_hash, c.* from verdict v"
                        + " join evidence e on e.evidence_id = v.evidence_id"
                        + " join policy p on p.version = v.policy_version"
                        + " join collateral c on c.sha256 = v.collateral_sha256 and c.state <> 'REJECTED'"
                        + " left join claim s on s.evidence_id = v.evidence_id"
                        + " where v.node_id = $1 and v.expected_report_data is not null and v.block_hash is not null"
                        + " order by (s.evidence_id is not null) desc, v.judged_at desc limit 1")
                .execute(Tuple.of(nodeId.toString()))
                .map(rows -> Sql.rows(rows).findFirst().map(VerdictTable::bundle));
    }

    private static BundleParts bundle(Row row) {
        String document = Sql.fact(row, "policy", PolicyActivated.class).document();
        return new BundleParts(
                Sql.fact(row, "evidence", EvidenceSubmitted.class),
                Sql.fact(row, "verdict", AttestationJudged.class),
                CollateralTable.bytes(row),
                Bytes.copyOf(document.getBytes(StandardCharsets.UTF_8)),
                Sql.bytes(row, "expected_report_data"),
                Bytes32.parse(row.getString("block_hash")));
    }
}
