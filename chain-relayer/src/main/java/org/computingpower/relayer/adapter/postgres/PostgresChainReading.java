package org.computingpower.relayer.adapter.postgres;

import static org.computingpower.relayer.adapter.postgres.Database.rows;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.relayer.application.ChainReading;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;

/** Reads for the API; one statement each, never waited for. */
public final class PostgresChainReading implements ChainReading {

    private static final String STATUS = "select c.halted_reason,"
            + " f.number as f_number, f.hash as f_hash, f.parent_hash as f_parent, f.time as f_time,"
            + " h.number as h_number, h.hash as h_hash, h.parent_hash as h_parent, h.time as h_time,"
            + " (select count(*) from chain_intent where outcome is null) as pending"
            + " from chain_cursor c left join chain_block f on f.number = c.finalized_number"
            + " left join (select * from chain_block order by number desc limit 1) h on true";
    private static final String INTENTS =
            "select i.position, i.id, i.kind, i.state, i.outcome, i.reason, i.postponed, i.created_at, i.finished_at,"
                    + " t.key, t.nonce, t.gas_limit, t.tx_hash, t.block, t.executed,"
                    + " a.number, a.hash, a.max_fee, a.priority_fee, a.signed_at, a.published_at from (";
    private static final String JOINS = ") i left join chain_tx t on t.intent_id = i.id and t.state <> 'DISPLACED'"
            + " left join chain_attempt a on a.key = t.key and a.nonce = t.nonce order by i.position, a.number";

    private final Pool pool;

    /** Over a pool whose search path is the service's schema. */
    public PostgresChainReading(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Status> status() {
        return rows(pool, STATUS).map(found -> {
            Row row = found.getFirst();
            return new Status(
                    block(row, "f"),
                    block(row, "h"),
                    Optional.ofNullable(row.getString("halted_reason")),
                    row.getLong("pending"));
        });
    }

    private static Optional<ChainBlock> block(Row row, String prefix) {
        Long number = row.getLong(prefix + "_number");
        return number == null
                ? Optional.empty()
                : Optional.of(new ChainBlock(
                        number,
                        Bytes32.parse(row.getString(prefix + "_hash")),
                        Bytes32.parse(row.getString(prefix + "_parent")),
                        row.getOffsetDateTime(prefix + "_time").toInstant()));
    }

    @Override
    public Uni<Optional<Block>> block(long number) {
        return rows(
                        pool,
                        "select number as b_number, hash as b_hash, parent_hash as b_parent, time as b_time,"
                                + " number <= coalesce(finalized_number, -1) as is_final"
                                + " from chain_block, chain_cursor where number = $1",
                        number)
                .map(found -> found.stream()
                        .findFirst()
                        .flatMap(row -> block(row, "b").map(block -> new Block(block, row.getBoolean("is_final")))));
    }

    @Override
    public Uni<List<IntentView>> intents(long after, int limit) {
        String page = "select * from chain_intent where position > $1 order by position limit $2";
        return rows(pool, INTENTS + page + JOINS, after, limit).map(PostgresChainReading::views);
    }

    @Override
    public Uni<Optional<IntentView>> intent(String id) {
        return rows(pool, INTENTS + "select * from chain_intent where id = $1" + JOINS, id)
                .map(found -> views(found).stream().findFirst());
    }

    private static List<IntentView> views(List<Row> rows) {
        Map<Long, List<Row>> byPosition = new LinkedHashMap<>();
        for (Row row : rows) {
            byPosition
                    .computeIfAbsent(row.getLong("position"), position -> new ArrayList<>())
                    .add(row);
        }
        return byPosition.values().stream().map(PostgresChainReading::view).toList();
    }

    private static IntentView view(List<Row> rows) {
        Row row = rows.getFirst();
        return new IntentView(
                row.getLong("position"),
                row.getString("id"),
                row.getString("kind"),
                row.getString("state"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getInteger("postponed"),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row, "finished_at"),
                row.getString("key") == null
                        ? null
                        : new TransactionView(
                                row.getString("key"),
                                row.getLong("nonce"),
                                row.getLong("gas_limit"),
                                row.getString("tx_hash"),
                                row.getLong("block"),
                                row.getBoolean("executed"),
                                rows.stream().map(PostgresChainReading::attempt).toList()));
    }

    private static AttemptView attempt(Row row) {
        return new AttemptView(
                row.getInteger("number"),
                row.getString("hash"),
                row.getBigDecimal("max_fee").toBigIntegerExact(),
                row.getBigDecimal("priority_fee").toBigIntegerExact(),
                row.getOffsetDateTime("signed_at").toInstant(),
                instant(row, "published_at"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
