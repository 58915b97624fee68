package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    @Override
    public Uni<Void> put(SqlClient transaction, List<StandingClaim> claims) {
        return transaction
                .preparedQuery("insert into claim (node_id, evidence_id, quote_hash, claims, trust_domain, platform_id,"
                        + " tee, fmspc, ca, status, accepted_evaluation_number, policy_version, collateral_sha256,"
                        + " valid_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
                        + " on conflict (node_id) do update set evidence_id = excluded.evidence_id,"
                        + " quote_hash = excluded.quote_hash, claims = excluded.claims,"
                        + " trust_domain = excluded.trust_domain, platform_id = excluded.platform_id,"
                        + " tee = excluded.tee, fmspc = excluded.fmspc, ca = excluded.ca, status = excluded.status,"
                        + " accepted_evaluation_number = excluded.accepted_evaluation_number,"
                        + " policy_version = excluded.policy_version, collateral_sha256 = excluded.collateral_sha256,"
                        + " valid_until = excluded.valid_until")
                .executeBatch(claims.stream().map(ClaimTable::tuple).toList())
                .replaceWithVoid();
    }

    private static Tuple tuple(StandingClaim claim) {
        Claims claims = claim.claims();
        return Tuple.from(List.of(
                claim.nodeId().toString(),
                claim.evidenceId(),
                claim.quoteHash().toString(),
                new String(ClaimsJson.write(claims).toByteArray(), StandardCharsets.UTF_8),
                claims.trustDomain().name(),
                claims.platform().platformId().hex(),
                claim.collateral().tee().name(),
                claim.collateral().fmspc().hex(),
                claim.collateral().ca().name(),
                claim.status().name(),
                claim.acceptedEvaluationNumber(),
                claim.policyVersion(),
                claim.collateralSha256().hex(),
                Sql.time(claim.validUntil())));
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
    public Uni<Map<Bytes, List<NodeId>>> holders(SqlClient client, Collection<Bytes> platformIds) {
        return client.preparedQuery("select c.platform_id, c.node_id from claim c"
                        + " join registered_node n on n.node_id = c.node_id and n.holding_platform"
                        + " where c.platform_id = any($1)")
                .execute(Tuple.of((Object) platformIds.stream().map(Bytes::hex).toArray(String[]::new)))
                .map(rows -> Sql.rows(rows)
                        .collect(Collectors.groupingBy(
                                row -> Bytes.ofHex(row.getString("platform_id")),
                                Collectors.mapping(Sql::nodeId, Collectors.toList()))));
    }

    private static StandingClaim read(Row row) {
        try {
            return new StandingClaim(
                    Sql.nodeId(row),
                    row.getUUID("evidence_id"),
                    Bytes32.parse(row.getString("quote_hash")),
                    ClaimsJson.read(Bytes.copyOf(row.getString("claims").getBytes(StandardCharsets.UTF_8))),
                    new CollateralKey(
                            Tee.valueOf(row.getString("tee")),
                            Bytes.ofHex(row.getString("fmspc")),
                            PckCa.valueOf(row.getString("ca"))),
                    AttestationFacet.valueOf(row.getString("status")),
                    row.getInteger("accepted_evaluation_number"),
                    row.getLong("policy_version"),
                    Bytes.ofHex(row.getString("collateral_sha256")),
                    Sql.time(row, "valid_until"));
        } catch (JsonFormatException e) {
            throw new IllegalStateException("A stored claim cannot be read", e);
        }
    }
}
