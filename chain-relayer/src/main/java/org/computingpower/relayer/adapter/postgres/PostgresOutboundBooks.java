package org.computingpower.relayer.adapter.postgres;

import static org.computingpower.relayer.adapter.postgres.Database.all;
import static org.computingpower.relayer.adapter.postgres.Database.rows;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.computingpower.relayer.application.OutboundBooks;
import org.computingpower.relayer.domain.Attempt;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.Fees;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.domain.TxReceipt;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/** Intents, transactions and attempts. */
public final class PostgresOutboundBooks implements OutboundBooks {

    private static final String IN_FLIGHT =
            "select i.id, i.kind, i.contract, i.data, t.nonce, t.gas_limit, a.number, a.hash, a.raw, a.max_fee,"
                    + " a.priority_fee, a.published_block, a.published_at"
                    + " from chain_tx t join chain_intent i on i.id = t.intent_id"
                    + " join chain_attempt a on a.key = t.key and a.nonce = t.nonce"
                    + " where t.key = $1 and t.state = 'IN_FLIGHT' order by t.nonce, a.number";
    private static final String COMMITTED =
            "select coalesce(sum(cost), 0) from (select t.gas_limit * max(a.max_fee) as cost from chain_tx t"
                    + " join chain_attempt a on a.key = t.key and a.nonce = t.nonce"
                    + " where t.key = $1 and t.created_at >= $2 group by t.key, t.nonce, t.gas_limit) as costs";
    private static final String ADD_ATTEMPT =
            "insert into chain_attempt (key, nonce, number, hash, raw, max_fee, priority_fee, signed_at)"
                    + " values ($1, $2, $3, $4, $5, $6, $7, $8)";
    private static final String CLOSE =
            "update chain_intent set state = $2, outcome = $3, finished_at = now() where id = $1 and outcome is null";

    private final Database database;

    /** Over that database. */
    public PostgresOutboundBooks(Database database) {
        this.database = database;
    }

    private static String name(Address key) {
        return "key:" + key;
    }

    @Override
    public Optional<Lease> lease(Address key, UUID instance, Duration term) {
        OptionalLong token = Leases.take(database, name(key), instance, term);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Optional<Row> row = database.row(
                "select next_nonce, stopped_reason, resync_requested from chain_key where address = $1",
                key.toString());
        return Optional.of(new Lease(
                key,
                token.getAsLong(),
                row.map(found -> found.getLong(0)),
                row.flatMap(found -> Optional.ofNullable(found.getString(1))),
                row.map(found -> found.getBoolean(2)).orElse(false)));
    }

    @Override
    public void startKey(Lease lease, long firstNonce) {
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> rows(
                        connection,
                        "insert into chain_key (address, next_nonce) values ($1, $2) on conflict do nothing",
                        lease.key().toString(),
                        firstNonce));
    }

    @Override
    public void stopKey(Lease lease, String reason) {
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> rows(
                        connection,
                        "update chain_key set stopped_reason = $2 where address = $1",
                        lease.key().toString(),
                        reason));
    }

    @Override
    public void resync(Lease lease, long nextNonce, List<Long> displaced) {
        String key = lease.key().toString();
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> all(List.of(
                        rows(
                                connection,
                                "with gone as (update chain_tx set state = 'DISPLACED'"
                                        + " where key = $1 and state = 'IN_FLIGHT' and nonce = any ($2) returning intent_id)"
                                        + " update chain_intent set state = 'QUEUED', not_before = '-infinity'"
                                        + " where id in (select intent_id from gone) and outcome is null",
                                key,
                                displaced.toArray(Long[]::new)),
                        rows(
                                connection,
                                "update chain_key set next_nonce = $2, stopped_reason = null, resync_requested = false"
                                        + " where address = $1 and next_nonce <= $2",
                                key,
                                nextNonce))));
    }

    @Override
    public Optional<String> halted() {
        return database.row("select halted_reason from chain_cursor where halted_reason is not null")
                .map(row -> row.getString(0));
    }

    @Override
    public List<Waiting> waiting(int limit, Instant now) {
        return database
                .rows(
                        "select id, kind, contract, data, postponed from chain_intent"
                                + " where state = 'QUEUED' and not_before <= $2 order by position limit $1",
                        limit,
                        at(now))
                .stream()
                .map(row -> new Waiting(intent(row), row.getInteger("postponed")))
                .toList();
    }

    @Override
    public List<InFlight> inFlight(Address key) {
        Map<Long, List<Row>> byNonce = new LinkedHashMap<>();
        for (Row row : database.rows(IN_FLIGHT, key.toString())) {
            byNonce.computeIfAbsent(row.getLong("nonce"), nonce -> new ArrayList<>())
                    .add(row);
        }
        return byNonce.values().stream()
                .map(rows -> new InFlight(
                        intent(rows.getFirst()),
                        rows.getFirst().getLong("nonce"),
                        BigInteger.valueOf(rows.getFirst().getLong("gas_limit")),
                        rows.stream().map(PostgresOutboundBooks::attempt).toList()))
                .toList();
    }

    @Override
    public BigInteger committedWei(Address key, Instant since) {
        return database.row(COMMITTED, key.toString(), at(since))
                .orElseThrow()
                .getBigDecimal(0)
                .toBigIntegerExact();
    }

    @Override
    public Optional<Effect> effect(String intentId) {
        return database.row(
                        "select tx_hash, is_final from chain_log where effect = $1 order by block_number, log_index limit 1",
                        intentId)
                .map(row -> new Effect(Bytes32.parse(row.getString(0)), row.getBoolean(1)));
    }

    @Override
    public void assign(Lease lease, Intent intent, long nonce, BigInteger gasLimit, Attempt attempt, Instant now) {
        String key = lease.key().toString();
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> rows(
                                connection,
                                "update chain_key set next_nonce = next_nonce + 1"
                                        + " where address = $1 and next_nonce = $2 and stopped_reason is null returning 1",
                                key,
                                nonce)
                        .invoke(moved -> requireOne(moved, "nonce " + nonce + " is not the next one"))
                        .chain(() -> rows(
                                connection,
                                "update chain_intent set state = 'SENT', reason = null"
                                        + " where id = $1 and state = 'QUEUED' returning 1",
                                intent.id()))
                        .invoke(moved -> requireOne(moved, intent.id() + " is not waiting"))
                        .chain(() -> all(List.of(
                                rows(
                                        connection,
                                        "insert into chain_tx (key, nonce, intent_id, gas_limit, created_at)"
                                                + " values ($1, $2, $3, $4, $5)",
                                        key,
                                        nonce,
                                        intent.id(),
                                        gasLimit.longValueExact(),
                                        at(now)),
                                rows(connection, ADD_ATTEMPT, values(key, nonce, attempt, now))))));
    }

    @Override
    public void addAttempt(Lease lease, long nonce, Attempt attempt, Instant now) {
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> rows(connection, ADD_ATTEMPT, values(lease.key().toString(), nonce, attempt, now)));
    }

    @Override
    public void published(Lease lease, Bytes32 hash, Attempt.Publication publication) {
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> rows(
                        connection,
                        "update chain_attempt set published_block = $2, published_at = $3"
                                + " where hash = $1 and published_at is null",
                        hash.toString(),
                        publication.head(),
                        at(publication.at())));
    }

    @Override
    public void finish(Lease lease, InFlight tx, TxReceipt receipt, Outcome outcome) {
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> all(List.of(
                        rows(
                                connection,
                                "update chain_tx set state = 'FINAL', tx_hash = $3, block = $4, executed = $5"
                                        + " where key = $1 and nonce = $2 and state = 'IN_FLIGHT'",
                                lease.key().toString(),
                                tx.nonce(),
                                receipt.txHash().toString(),
                                receipt.blockNumber(),
                                receipt.executed()),
                        rows(connection, CLOSE, tx.intent().id(), state(outcome), outcome.name()))));
    }

    @Override
    public void close(Lease lease, String intentId, Outcome outcome) {
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection ->
                        rows(connection, CLOSE + " and state = 'QUEUED'", intentId, state(outcome), outcome.name()));
    }

    @Override
    public void postpone(Lease lease, String intentId, String reason, Instant until) {
        database.fenced(
                name(lease.key()),
                lease.token(),
                connection -> rows(
                        connection,
                        "update chain_intent set postponed = postponed + 1, not_before = $2, reason = $3"
                                + " where id = $1 and state = 'QUEUED'",
                        intentId,
                        at(until),
                        reason));
    }

    private static String state(Outcome outcome) {
        return switch (outcome) {
            case EXECUTED, ON_CHAIN_BY_OTHER -> "FINAL";
            case SUPERSEDED, INVALID, REVERTED -> "FAILED";
        };
    }

    private static void requireOne(List<Row> rows, String otherwise) {
        if (rows.size() != 1) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static Object[] values(String key, long nonce, Attempt attempt, Instant now) {
        return new Object[] {
            key,
            nonce,
            attempt.number(),
            attempt.hash().toString(),
            Buffer.buffer(attempt.raw()),
            new BigDecimal(attempt.fees().maxFeePerGas()),
            new BigDecimal(attempt.fees().maxPriorityFeePerGas()),
            at(now)
        };
    }

    private static Intent intent(Row row) {
        return new Intent(
                row.getString("id"),
                Intent.Kind.valueOf(row.getString("kind")),
                new ContractCall(
                        Address.parse(row.getString("contract")),
                        row.get(Buffer.class, "data").getBytes()));
    }

    private static Attempt attempt(Row row) {
        Long publishedBlock = row.getLong("published_block");
        return new Attempt(
                row.getInteger("number"),
                Bytes32.parse(row.getString("hash")),
                row.get(Buffer.class, "raw").getBytes(),
                new Fees(
                        row.getBigDecimal("max_fee").toBigIntegerExact(),
                        row.getBigDecimal("priority_fee").toBigIntegerExact()),
                publishedBlock == null
                        ? Optional.empty()
                        : Optional.of(new Attempt.Publication(
                                publishedBlock,
                                row.getOffsetDateTime("published_at").toInstant())));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
