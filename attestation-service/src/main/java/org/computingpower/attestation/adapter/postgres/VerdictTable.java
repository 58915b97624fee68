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
import org.computingpower.sgx.dcap.appraise.GraceHistory;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
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
    public Uni<Optional<BundleParts>> bundle(SqlClient client, NodeId nodeId, Optional<Bytes32> policyHash) {
        return client.preparedQuery("select e.fact as evidence, v.fact as verdict, p.fact as policy,"
                        + " v.expected_report_data, v.block_hash, coalesce(s.appraised_at, v.judged_at) as appraised,"
                        + " s.claims, s.accepted_evaluation_number, c.tcb_evaluation_number, c.tcb_info,"
                        + " c.tcb_info_issuer_chain, c.qe_identity, c.qe_identity_issuer_chain, c.pck_crl,"
                        + " c.pck_crl_issuer_chain, c.root_ca_crl, n.evaluation_numbers,"
                        + " n.evaluation_numbers_issuer_chain, r.recovered_at from verdict v"
                        + " join evidence e on e.evidence_id = v.evidence_id"
                        + " left join claim s on s.evidence_id = v.evidence_id"
                        + " join policy p on p.policy_hash = $2"
                        + " or ($2 = '' and p.version = coalesce(s.policy_version, v.policy_version))"
                        + " join collateral c on c.sha256 = coalesce(s.collateral_sha256, v.collateral_sha256)"
                        + " and c.state <> 'REJECTED'"
                        + " left join lateral (select l.evaluation_numbers, l.evaluation_numbers_issuer_chain"
                        + " from collateral l where l.tee = c.tee and l.evaluation_numbers is not null"
                        + " order by l.fetched_at desc limit 1) n on true"
                        + " left join lateral (select t.recovered_at from tcb_recovery t where t.tee = c.tee"
                        + " and t.tcb_evaluation_number > s.accepted_evaluation_number"
                        + " and t.tcb_evaluation_number <= c.tcb_evaluation_number"
                        + " order by t.tcb_evaluation_number limit 1) r on true"
                        + " where v.node_id = $1 and v.expected_report_data is not null and v.block_hash is not null"
                        + " order by (s.evidence_id is not null) desc, v.judged_at desc limit 1")
                .execute(Tuple.of(
                        nodeId.toString(), policyHash.map(Bytes32::toString).orElse("")))
                .map(rows -> Sql.rows(rows).findFirst().map(VerdictTable::bundle));
    }

    private static BundleParts bundle(Row row) {
        String document = Sql.fact(row, "policy", PolicyActivated.class).document();
        return new BundleParts(
                Sql.fact(row, "evidence", EvidenceSubmitted.class),
                Sql.fact(row, "verdict", AttestationJudged.class),
                CollateralTable.bytes(row),
                Bytes.copyOf(document.getBytes(StandardCharsets.UTF_8)),
                Sql.time(row, "appraised"),
                grace(row),
                Sql.bytes(row, "expected_report_data"),
                Bytes32.parse(row.getString("block_hash")));
    }

    /** A claim whose node was fully accepted under a lower number only. */
    private static Optional<GraceHistory> grace(Row row) {
        Integer accepted = row.getInteger("accepted_evaluation_number");
        OffsetDateTime recovered = row.getOffsetDateTime("recovered_at");
        if (accepted == null || recovered == null || accepted >= row.getInteger("tcb_evaluation_number")) {
            return Optional.empty();
        }
        LastAccepted last = LastAccepted.of(ClaimTable.claims(row), accepted);
        return CollateralTable.list(row)
                .map(list -> new GraceHistory(last, recovered.toInstant(), list.json(), list.issuerChain()));
    }
}
