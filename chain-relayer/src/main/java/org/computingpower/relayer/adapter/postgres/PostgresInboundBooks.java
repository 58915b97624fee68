package org.computingpower.relayer.adapter.postgres;

import static org.computingpower.relayer.adapter.postgres.Database.rows;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.computingpower.events.MarketEvent;
import org.computingpower.relayer.application.InboundBooks;
import org.computingpower.relayer.application.Replay;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;

/** Blocks and logs, and the facts that follow from them. */
public final class PostgresInboundBooks implements InboundBooks {

    private static final String LEASE = "follower";

    /** Blocks without logs that are kept below the finalized height, for {@code GET /blocks}: about a day of 12 s. */
    private static final int KEPT_BLOCKS = 7_200;

    private static final String BLOCK = "number, hash, parent_hash, time";
    private static final String LOGS =
            "select l.block_number, l.log_index, l.tx_hash, l.contract, l.topics, l.data, l.event_seq,"
                    + " b.number, b.hash, b.parent_hash, b.time from chain_log l join chain_block b"
                    + " on b.number = l.block_number ";
    private static final String ADD_LOG =
            "insert into chain_log (block_number, log_index, tx_hash, contract, topics, data, event_seq, effect)"
                    + " values ($1, $2, $3, $4, $5, $6, $7, $8)";

    private final Database database;
    private final FactWriter facts;

    /** Over that database; facts are written in its transactions. */
    public PostgresInboundBooks(Database database, FactWriter facts) {
        this.database = database;
        this.facts = facts;
    }

    @Override
    public Optional<Follower> lease(UUID instance, Duration term) {
        OptionalLong token = Leases.take(database, LEASE, instance, term);
        return token.isPresent() ? Optional.of(new Follower(token.getAsLong())) : Optional.empty();
    }

    @Override
    public Position position() {
        Row cursor = database.row("select finalized_number, halted_reason from chain_cursor")
                .orElseThrow();
        Long finalized = cursor.getLong(0);
        return new Position(
                database.row("select " + BLOCK + " from chain_block order by number desc limit 1")
                        .map(PostgresInboundBooks::block),
                finalized == null ? Optional.empty() : block(finalized),
                Optional.ofNullable(cursor.getString(1)));
    }

    @Override
    public Optional<ChainBlock> block(long number) {
        return database.row("select " + BLOCK + " from chain_block where number = $1", number)
                .map(PostgresInboundBooks::block);
    }

    @Override
    public Optional<LastEvent> lastEvent(Address contract) {
        return database.row(
                        "select event_seq, block_number from chain_log where contract = $1 order by event_seq desc limit 1",
                        contract.toString())
                .map(row -> new LastEvent(row.getLong(0), row.getLong(1)));
    }

    @Override
    public Optional<Integer> feeBps(OrderId orderId) {
        return database.row("select fee_bps from order_fee where order_id = $1", orderId.toString())
                .map(row -> row.getInteger(0));
    }

    @Override
    public void rememberFeeBps(OrderId orderId, int feeBps) {
        database.execute(
                "insert into order_fee (order_id, fee_bps) values ($1, $2) on conflict do nothing",
                orderId.toString(),
                feeBps);
    }

    @Override
    public void append(Follower follower, ChainBlock block, List<NumberedLog> logs, List<MarketEvent> facts) {
        write(follower, facts, connection -> {
            Uni<?> chain = rows(
                    connection,
                    "insert into chain_block (" + BLOCK + ") values ($1, $2, $3, $4) on conflict (number) do nothing",
                    block.number(),
                    block.hash().toString(),
                    block.parentHash().toString(),
                    block.time().atOffset(ZoneOffset.UTC));
            for (NumberedLog log : logs) {
                chain = chain.chain(() -> rows(connection, ADD_LOG, values(log)));
            }
            return chain;
        });
    }

    @Override
    public void undo(Follower follower, long above, List<MarketEvent> reverted) {
        write(
                follower,
                reverted,
                connection -> rows(
                                connection,
                                // A final log above the ancestor would break the second guard below.
                                "delete from chain_log where block_number > $1 and not is_final",
                                above)
                        .chain(() -> rows(connection, "delete from chain_block where number > $1", above)));
    }

    @Override
    public List<StoredLog> above(long number) {
        return database
                .rows(LOGS + "where l.block_number > $1 order by l.block_number desc, l.log_index desc", number)
                .stream()
                .map(PostgresInboundBooks::storedLog)
                .toList();
    }

    @Override
    public List<StoredLog> notFinalUpTo(long number, int limit) {
        return database
                .rows(
                        LOGS + "where l.block_number <= $1 and not l.is_final"
                                + " order by l.block_number, l.log_index limit $2",
                        number,
                        limit)
                .stream()
                .map(PostgresInboundBooks::storedLog)
                .toList();
    }

    @Override
    public void markFinal(Follower follower, List<StoredLog> logs, List<MarketEvent> facts) {
        write(
                follower,
                facts,
                connection -> rows(
                        connection,
                        "update chain_log l set is_final = true from unnest($1::bigint[], $2::int[]) as f (number, index)"
                                + " where l.block_number = f.number and l.log_index = f.index and not l.is_final",
                        logs.stream().map(log -> log.log().blockNumber()).toArray(Long[]::new),
                        logs.stream().map(log -> log.log().logIndex()).toArray(Integer[]::new)));
    }

    @Override
    public void advance(Follower follower, ChainBlock finalized, List<MarketEvent> head) {
        write(
                follower,
                head,
                connection -> rows(connection, "update chain_cursor set finalized_number = $1", finalized.number())
                        .chain(() -> rows(
                                connection,
                                "delete from chain_block b where number < $1"
                                        + " and not exists (select 1 from chain_log l where l.block_number = b.number)",
                                finalized.number() - KEPT_BLOCKS)));
    }

    @Override
    public List<StoredLog> between(long from, long to) {
        return database
                .rows(LOGS + "where l.block_number between $1 and $2 order by l.block_number, l.log_index", from, to)
                .stream()
                .map(PostgresInboundBooks::storedLog)
                .toList();
    }

    @Override
    public Optional<Replay> replay() {
        return database.row(PostgresOperatorRequests.REPLAY).map(PostgresOperatorRequests::replay);
    }

    @Override
    public void replayed(Follower follower, Replay progress) {
        write(
                follower,
                List.of(),
                connection -> rows(
                        connection,
                        "update chain_replay set next_block = $1, logs_checked = $2, logs_added = $3"
                                + " where from_block = $4 and to_block = $5 and next_block <= $1",
                        progress.nextBlock(),
                        progress.logsChecked(),
                        progress.logsAdded(),
                        progress.fromBlock(),
                        progress.toBlock()));
    }

    @Override
    public void halt(Follower follower, String reason) {
        write(
                follower,
                List.of(),
                connection -> rows(connection, "update chain_cursor set halted_reason = $1", reason));
    }

    private void write(Follower follower, List<MarketEvent> published, Function<SqlConnection, Uni<?>> work) {
        database.fenced(
                LEASE,
                follower.token(),
                connection -> work.apply(connection).chain(() -> facts.write(connection, published)));
    }

    private static Object[] values(NumberedLog log) {
        ChainLog raw = log.log();
        return new Object[] {
            raw.blockNumber(),
            raw.logIndex(),
            raw.txHash().toString(),
            raw.contract().toString(),
            raw.topics().stream().map(Bytes32::toString).toArray(String[]::new),
            Buffer.buffer(raw.data()),
            log.heading().eventSeq(),
            log.heading().effect().orElse(null)
        };
    }

    private static StoredLog storedLog(Row row) {
        ChainBlock block = block(row);
        return new StoredLog(
                new ChainLog(
                        block.number(),
                        block.hash(),
                        Bytes32.parse(row.getString("tx_hash")),
                        row.getInteger("log_index"),
                        Address.parse(row.getString("contract")),
                        Arrays.stream(row.getArrayOfStrings("topics"))
                                .map(Bytes32::parse)
                                .toList(),
                        row.get(Buffer.class, "data").getBytes()),
                row.getLong("event_seq"),
                block);
    }

    private static ChainBlock block(Row row) {
        return new ChainBlock(
                row.getLong("number"),
                Bytes32.parse(row.getString("hash")),
                Bytes32.parse(row.getString("parent_hash")),
                row.getOffsetDateTime("time").toInstant());
    }
}
