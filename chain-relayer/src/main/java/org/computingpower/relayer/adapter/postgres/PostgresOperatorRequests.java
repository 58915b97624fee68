package org.computingpower.relayer.adapter.postgres;

import static org.computingpower.relayer.adapter.postgres.Database.rows;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.computingpower.relayer.application.OperatorRequests;
import org.computingpower.relayer.application.Replay;

/** Requests as marks in the workers' own tables. */
public final class PostgresOperatorRequests implements OperatorRequests {

    static final String REPLAY = "select from_block, next_block, to_block, logs_checked, logs_added from chain_replay";

    private static final String ASK = "insert into chain_replay (from_block, next_block, to_block, requested_at)"
            + " select $1, $1, finalized_number, now() from chain_cursor where finalized_number >= $1"
            + " on conflict (singleton) do update set from_block = excluded.from_block, next_block = excluded.next_block,"
            + " to_block = excluded.to_block, logs_checked = 0, logs_added = 0, requested_at = excluded.requested_at"
            + " returning from_block, next_block, to_block, logs_checked, logs_added";

    private final Pool pool;

    /** Over a pool whose search path is the service's schema. */
    public PostgresOperatorRequests(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> resyncKeys() {
        return changed("update chain_key set resync_requested = true where stopped_reason is not null returning 1");
    }

    @Override
    public Uni<Boolean> resume() {
        return changed("update chain_cursor set halted_reason = null where halted_reason is not null returning 1");
    }

    private Uni<Boolean> changed(String sql) {
        return rows(pool, sql).map(found -> !found.isEmpty());
    }

    @Override
    public Uni<Optional<Replay>> replay(long fromBlock) {
        return rows(pool, ASK, fromBlock).map(PostgresOperatorRequests::first);
    }

    @Override
    public Uni<Optional<Replay>> replay() {
        return rows(pool, REPLAY).map(PostgresOperatorRequests::first);
    }

    private static Optional<Replay> first(List<Row> rows) {
        return rows.stream().findFirst().map(PostgresOperatorRequests::replay);
    }

    static Replay replay(Row row) {
        return new Replay(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
}
