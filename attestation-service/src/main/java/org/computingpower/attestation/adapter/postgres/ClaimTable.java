package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.ClaimStore;
import org.computingpower.attestation.application.StandingClaim;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.ClaimsJson;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.AttestationFacet;

/** The standing claim of each node. */
@ApplicationScoped
class ClaimTable implements ClaimStore {
    /** New evidence leaves {@code changed_at} as it is: what was signed about a node was signed. */
    @Override
    public Uni<Void> put(SqlClient transaction, List<StandingClaim> made) {
        List<StandingClaim> claims = newestOfEachNode(made);
        return transaction
                .preparedQuery("insert into claim (node_id, evidence_id, quote_hash, claims, trust_domain, platform_id,"
                        + " tee, fmspc, ca, status, accepted_evaluation_number, policy_version, collateral_sha256,"
                        + " valid_until, platform_since, recheck_at, appraised_at, expected_status)"
                        + " select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],"
                        + " $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::bigint[], $13::text[],"
                        + " $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::text[])"
                        + " on conflict (node_id) do update set evidence_id = excluded.evidence_id,"
                        + " quote_hash = excluded.quote_hash, claims = excluded.claims,"
                        + " trust_domain = excluded.trust_domain, platform_id = excluded.platform_id,"
                        + " tee = excluded.tee, fmspc = excluded.fmspc, ca = excluded.ca, status = excluded.status,"
                        + " accepted_evaluation_number = excluded.accepted_evaluation_number,"
                        + " policy_version = excluded.policy_version, collateral_sha256 = excluded.collateral_sha256,"
                        + " valid_until = excluded.valid_until, platform_since = excluded.platform_since,"
                        + " recheck_at = excluded.recheck_at, appraised_at = excluded.appraised_at,"
                        + " expected_status = excluded.expected_status where claim.valid_until < excluded.valid_until")
                .execute(Tuple.from(List.of(
                        texts(claims, StandingClaim::nodeId),
                        claims.stream().map(StandingClaim::evidenceId).toArray(UUID[]::new),
                        texts(claims, StandingClaim::quoteHash),
                        texts(
                                claims,
                                claim -> new String(
                                        ClaimsJson.write(claim.claims()).toByteArray(), StandardCharsets.UTF_8)),
                        texts(claims, claim -> claim.claims().trustDomain().name()),
                        texts(claims, claim -> claim.platformId().hex()),
                        texts(claims, claim -> claim.collateral().tee().name()),
                        texts(claims, claim -> claim.collateral().fmspc().hex()),
                        texts(claims, claim -> claim.collateral().ca().name()),
                        texts(claims, claim -> claim.status().name()),
                        claims.stream()
                                .map(StandingClaim::acceptedEvaluationNumber)
                                .toArray(Integer[]::new),
                        claims.stream().map(StandingClaim::policyVersion).toArray(Long[]::new),
                        texts(claims, claim -> claim.collateralSha256().hex()),
                        times(claims, claim -> Optional.of(claim.validUntil())),
                        times(claims, claim -> Optional.of(claim.platformSince())),
                        times(claims, StandingClaim::recheckAt),
                        times(claims, claim -> Optional.of(claim.appraisedAt())),
                        claims.stream()
                                .map(claim -> claim.expectedStatus()
                                        .map(AttestationFacet::name)
                                        .orElse(null))
                                .toArray(String[]::new))))
                .replaceWithVoid();
    }

    /** One statement writes a row once. */
    private static List<StandingClaim> newestOfEachNode(List<StandingClaim> claims) {
        Map<NodeId, StandingClaim> newest = new LinkedHashMap<>();
        claims.forEach(claim -> newest.merge(
                claim.nodeId(), claim, (one, other) -> one.validUntil().isBefore(other.validUntil()) ? other : one));
        return List.copyOf(newest.values());
    }

    private static String[] texts(List<StandingClaim> claims, Function<StandingClaim, Object> column) {
        return claims.stream().map(claim -> column.apply(claim).toString()).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(
            List<StandingClaim> claims, Function<StandingClaim, Optional<Instant>> column) {
        return claims.stream()
                .map(claim -> column.apply(claim).map(Sql::time).orElse(null))
                .toArray(OffsetDateTime[]::new);
    }

    @Override
    public Uni<Map<NodeId, StandingClaim>> find(SqlClient client, Collection<NodeId> nodes) {
        return client.preparedQuery("select * from claim where node_id = any($1)")
                .execute(Tuple.of((Object) Sql.texts(nodes)))
                .map(rows -> Sql.rows(rows)
                        .map(ClaimTable::read)
                        .collect(Collectors.toMap(StandingClaim::nodeId, Function.identity())));
    }

    @Override
    public Uni<List<StandingClaim>> due(
            SqlClient client, Instant now, long policyVersion, Optional<NodeId> after, int limit) {
        return client.preparedQuery("select c.* from claim c left join collateral k"
                        + " on k.tee = c.tee and k.fmspc = c.fmspc and k.ca = c.ca and k.state = 'ACTIVE'"
                        + " where c.valid_until > $1 and c.node_id > $3 and (c.policy_version <> $2"
                        + " or c.collateral_sha256 <> k.sha256 or c.recheck_at <= $1) order by c.node_id limit $4")
                .execute(Tuple.of(
                        Sql.time(now),
                        policyVersion,
                        after.map(NodeId::toString).orElse(""),
                        limit))
                .map(rows -> Sql.rows(rows).map(ClaimTable::read).toList());
    }

    @Override
    public Uni<Set<NodeId>> update(SqlClient transaction, List<StandingClaim> claims) {
        return transaction
                .preparedQuery("update claim c set status = n.status, accepted_evaluation_number = n.accepted,"
                        + " policy_version = n.policy, collateral_sha256 = n.collateral, recheck_at = n.recheck,"
                        + " appraised_at = n.appraised, expected_status = n.expected,"
                        + " changed_at = greatest(c.changed_at, n.changed)"
                        + " from unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::text[],"
                        + " $7::timestamptz[], $8::timestamptz[], $9::text[], $10::bigint[])"
                        + " as n (node, evidence, status, accepted, policy, collateral, recheck, appraised,"
                        + " expected, changed)"
                        + " where c.node_id = n.node and c.evidence_id = n.evidence returning c.node_id")
                .execute(Tuple.from(List.of(
                        texts(claims, StandingClaim::nodeId),
                        claims.stream().map(StandingClaim::evidenceId).toArray(UUID[]::new),
                        texts(claims, StandingClaim::status),
                        claims.stream()
                                .map(StandingClaim::acceptedEvaluationNumber)
                                .toArray(Integer[]::new),
                        claims.stream().map(StandingClaim::policyVersion).toArray(Long[]::new),
                        texts(claims, claim -> claim.collateralSha256().hex()),
                        times(claims, StandingClaim::recheckAt),
                        times(claims, claim -> Optional.of(claim.appraisedAt())),
                        claims.stream()
                                .map(claim -> claim.expectedStatus()
                                        .map(AttestationFacet::name)
                                        .orElse(null))
                                .toArray(String[]::new),
                        claims.stream().map(StandingClaim::changedAt).toArray(Long[]::new))))
                .map(rows -> Sql.rows(rows).map(Sql::nodeId).collect(Collectors.toSet()));
    }

    @Override
    public Uni<Map<Bytes, List<NodeId>>> holders(SqlClient client, Collection<Bytes> platformIds) {
        return client.preparedQuery("select c.platform_id, c.node_id from claim c"
                        + " join registered_node n on n.node_id = c.node_id and n.holding_platform"
                        + " where c.platform_id = any($1) order by c.platform_since, c.node_id")
                .execute(Tuple.of((Object) platformIds.stream().map(Bytes::hex).toArray(String[]::new)))
                .map(rows -> Sql.rows(rows)
                        .collect(Collectors.groupingBy(
                                row -> Bytes.ofHex(row.getString("platform_id")),
                                Collectors.mapping(Sql::nodeId, Collectors.toList()))));
    }

    private static StandingClaim read(Row row) {
        return new StandingClaim(
                Sql.nodeId(row),
                row.getUUID("evidence_id"),
                Bytes32.parse(row.getString("quote_hash")),
                claims(row),
                new CollateralKey(
                        Tee.valueOf(row.getString("tee")),
                        Bytes.ofHex(row.getString("fmspc")),
                        PckCa.valueOf(row.getString("ca"))),
                AttestationFacet.valueOf(row.getString("status")),
                row.getInteger("accepted_evaluation_number"),
                row.getLong("policy_version"),
                Bytes.ofHex(row.getString("collateral_sha256")),
                Sql.time(row, "valid_until"),
                Sql.time(row, "platform_since"),
                Sql.time(row, "appraised_at"),
                Optional.ofNullable(row.getOffsetDateTime("recheck_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("expected_status")).map(AttestationFacet::valueOf),
                row.getLong("changed_at"));
    }

    /** What the quote of a row proved. */
    static Claims claims(Row row) {
        try {
            return ClaimsJson.read(Bytes.copyOf(row.getString("claims").getBytes(StandardCharsets.UTF_8)));
        } catch (JsonFormatException e) {
            throw new IllegalStateException("A stored claim cannot be read", e);
        }
    }
}
