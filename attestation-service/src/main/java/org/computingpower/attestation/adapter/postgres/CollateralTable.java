package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.CollateralRow;
import org.computingpower.attestation.application.CollateralSource.SignedList;
import org.computingpower.attestation.application.CollateralStore;
import org.computingpower.attestation.application.CollateralSummary;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.jspecify.annotations.Nullable;

/** Collateral byte for byte, with its windows and state. */
@ApplicationScoped
class CollateralTable implements CollateralStore {
    private static final String INSERT = "insert into collateral (sha256, tee, fmspc, ca, state,"
            + " tcb_evaluation_number, tcb_info, tcb_info_issuer_chain, qe_identity, qe_identity_issuer_chain, pck_crl,"
            + " pck_crl_issuer_chain, root_ca_crl, valid_from, valid_to, fetched_at, refresh_at, reason, tcb_recovery_at,"
            + " evaluation_numbers, evaluation_numbers_issuer_chain) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
            + " $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) ";
    private static final int REJECTED_MAX = 100;

    @Override
    public Uni<Optional<CollateralRow>> active(SqlClient client, CollateralKey key) {
        return client.preparedQuery(
                        "select * from collateral where tee = $1 and fmspc = $2 and ca = $3 and state = 'ACTIVE'")
                .execute(Tuple.of(key.tee().name(), key.fmspc().hex(), key.ca().name()))
                .map(rows -> Sql.rows(rows).findFirst().map(CollateralTable::read));
    }

    @Override
    public Uni<List<CollateralRow>> allActive(SqlClient client) {
        return client.preparedQuery("select * from collateral where state = 'ACTIVE' order by id")
                .execute()
                .map(rows -> Sql.rows(rows).map(CollateralTable::read).toList());
    }

    @Override
    public Uni<Void> lock(SqlClient transaction) {
        return transaction
                .query("select pg_advisory_xact_lock(hashtext('attestation.collateral'))")
                .execute()
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> activate(SqlClient transaction, CollateralRow row) {
        CollateralKey key = row.key();
        return transaction
                .preparedQuery("update collateral set state = 'SUPERSEDED'"
                        + " where tee = $1 and fmspc = $2 and ca = $3 and state = 'ACTIVE'")
                .execute(Tuple.of(key.tee().name(), key.fmspc().hex(), key.ca().name()))
                .chain(() -> transaction
                        .preparedQuery(INSERT + "on conflict (sha256, tee, fmspc, ca) do update set state = 'ACTIVE',"
                                + " tcb_evaluation_number = excluded.tcb_evaluation_number,"
                                + " valid_from = excluded.valid_from, valid_to = excluded.valid_to,"
                                + " fetched_at = excluded.fetched_at, refresh_at = excluded.refresh_at, reason = null,"
                                + " tcb_recovery_at = excluded.tcb_recovery_at,"
                                + " evaluation_numbers = coalesce(excluded.evaluation_numbers,"
                                + " collateral.evaluation_numbers), evaluation_numbers_issuer_chain ="
                                + " coalesce(excluded.evaluation_numbers_issuer_chain,"
                                + " collateral.evaluation_numbers_issuer_chain)")
                        .execute(tuple(
                                row.sha256(),
                                key,
                                "ACTIVE",
                                row.tcbEvaluationDataNumber(),
                                row.bytes(),
                                Sql.time(row.validFrom()),
                                Sql.time(row.validTo()),
                                row.fetchedAt(),
                                Sql.time(row.refreshAt()),
                                null,
                                row.tcbRecovery().map(Sql::time).orElse(null),
                                row.evaluationNumbers().orElse(null))))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> reject(
            SqlClient client, CollateralKey key, CollateralBytes bytes, CollateralResult.Rejected why, Instant at) {
        String reason = why.status() + ": " + why.detail();
        return client.preparedQuery("delete from collateral where state = 'REJECTED' and id <="
                        + " (select max(id) from collateral where state = 'REJECTED') - $1")
                .execute(Tuple.of((long) REJECTED_MAX))
                .chain(() -> client.preparedQuery(INSERT + "on conflict do nothing")
                        .execute(tuple(
                                bytes.sha256(), key, "REJECTED", 0, bytes, null, null, at, null, reason, null, null)))
                .replaceWithVoid();
    }

    private static Tuple tuple(
            Bytes sha256,
            CollateralKey key,
            String state,
            int number,
            CollateralBytes bytes,
            @Nullable OffsetDateTime validFrom,
            @Nullable OffsetDateTime validTo,
            Instant fetchedAt,
            @Nullable OffsetDateTime refreshAt,
            @Nullable String reason,
            @Nullable OffsetDateTime tcbRecovery,
            @Nullable SignedList evaluationNumbers) {
        Tuple tuple = Tuple.tuple();
        tuple.addString(sha256.hex())
                .addString(key.tee().name())
                .addString(key.fmspc().hex())
                .addString(key.ca().name())
                .addString(state)
                .addInteger(number);
        for (Bytes part : List.of(
                bytes.tcbInfo(),
                bytes.tcbInfoIssuerChain(),
                bytes.qeIdentity(),
                bytes.qeIdentityIssuerChain(),
                bytes.pckCrl(),
                bytes.pckCrlIssuerChain(),
                bytes.rootCaCrl())) {
            tuple.addBuffer(Sql.bytes(part));
        }
        tuple.addOffsetDateTime(validFrom)
                .addOffsetDateTime(validTo)
                .addOffsetDateTime(Sql.time(fetchedAt))
                .addOffsetDateTime(refreshAt)
                .addString(reason)
                .addOffsetDateTime(tcbRecovery);
        return evaluationNumbers == null
                ? tuple.addValue(null).addValue(null)
                : tuple.addBuffer(Sql.bytes(evaluationNumbers.json()))
                        .addBuffer(Sql.bytes(evaluationNumbers.issuerChain()));
    }

    @Override
    public Uni<Integer> floor(SqlClient client, Tee tee) {
        return client.preparedQuery("select coalesce(max(tcb_evaluation_number), 0) as floor from collateral"
                        + " where tee = $1 and state <> 'REJECTED'")
                .execute(Tuple.of(tee.name()))
                .map(rows -> rows.iterator().next().getInteger("floor"));
    }

    @Override
    public Uni<TcbRecoveries> recoveries(SqlClient client, Tee tee) {
        return client.preparedQuery("select tcb_evaluation_number, recovered_at from tcb_recovery where tee = $1")
                .execute(Tuple.of(tee.name()))
                .map(rows -> new TcbRecoveries(Sql.rows(rows)
                        .collect(Collectors.toMap(
                                row -> row.getInteger("tcb_evaluation_number"),
                                row -> Sql.time(row, "recovered_at")))));
    }

    @Override
    public Uni<Void> putRecoveries(SqlClient transaction, Tee tee, TcbRecoveries listed) {
        List<Map.Entry<Integer, Instant>> dates = listed.dates().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList();
        return transaction
                .preparedQuery(
                        "insert into tcb_recovery (tee, tcb_evaluation_number, recovered_at)"
                                + " select $1, * from unnest($2::integer[], $3::timestamptz[])"
                                + " on conflict (tee, tcb_evaluation_number) do update set recovered_at = excluded.recovered_at")
                .execute(Tuple.of(
                        tee.name(),
                        dates.stream().map(Map.Entry::getKey).toArray(Integer[]::new),
                        dates.stream().map(date -> Sql.time(date.getValue())).toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<CollateralSummary>> page(SqlClient client, List<String> after, int limit) {
        List<Object> values = new ArrayList<>();
        values.add(after.isEmpty() ? Long.MAX_VALUE : Long.parseLong(after.getFirst()));
        values.add(limit);
        return client.preparedQuery("select id, sha256, tee, fmspc, ca, state, tcb_evaluation_number, valid_from,"
                        + " valid_to, fetched_at, refresh_at, tcb_recovery_at, reason from collateral where id < $1"
                        + " order by id desc limit $2")
                .execute(Tuple.from(values))
                .map(rows -> Sql.rows(rows).map(CollateralTable::summary).toList());
    }

    private static CollateralSummary summary(Row row) {
        return new CollateralSummary(
                row.getLong("id"),
                row.getString("sha256"),
                Tee.valueOf(row.getString("tee")),
                row.getString("fmspc"),
                PckCa.valueOf(row.getString("ca")),
                row.getString("state"),
                row.getInteger("tcb_evaluation_number"),
                instant(row, "valid_from"),
                instant(row, "valid_to"),
                Sql.time(row, "fetched_at"),
                instant(row, "refresh_at"),
                instant(row, "tcb_recovery_at"),
                row.getString("reason"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static CollateralRow read(Row row) {
        return new CollateralRow(
                Bytes.ofHex(row.getString("sha256")),
                new CollateralKey(
                        Tee.valueOf(row.getString("tee")),
                        Bytes.ofHex(row.getString("fmspc")),
                        PckCa.valueOf(row.getString("ca"))),
                row.getInteger("tcb_evaluation_number"),
                bytes(row),
                Sql.time(row, "valid_from"),
                Sql.time(row, "valid_to"),
                Sql.time(row, "fetched_at"),
                Sql.time(row, "refresh_at"),
                Optional.ofNullable(instant(row, "tcb_recovery_at")),
                list(row));
    }

    /** The signed list of evaluation numbers of a row, if it has one. */
    static Optional<SignedList> list(Row row) {
        return row.getBuffer("evaluation_numbers") == null
                ? Optional.empty()
                : Optional.of(new SignedList(
                        Sql.bytes(row, "evaluation_numbers"), Sql.bytes(row, "evaluation_numbers_issuer_chain")));
    }

    static CollateralBytes bytes(Row row) {
        return new CollateralBytes(
                Sql.bytes(row, "tcb_info"),
                Sql.bytes(row, "tcb_info_issuer_chain"),
                Sql.bytes(row, "qe_identity"),
                Sql.bytes(row, "qe_identity_issuer_chain"),
                Sql.bytes(row, "pck_crl"),
                Sql.bytes(row, "pck_crl_issuer_chain"),
                Sql.bytes(row, "root_ca_crl"));
    }
}
