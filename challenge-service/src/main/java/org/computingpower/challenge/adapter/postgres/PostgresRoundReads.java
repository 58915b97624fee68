package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.application.RoundReads;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.RoundOpen;
import org.jspecify.annotations.Nullable;

/** {@link RoundReads} in plain SQL. */
@ApplicationScoped
class PostgresRoundReads implements RoundReads {

    static final String ROUND = "select * from round where epoch = $1";
    private static final String HISTORY = "select epoch, device, order_id, mode, result, k, threshold, measured_rate"
            + " from verdict where node_id = $1 and (epoch, -device) < ($2, $3) order by epoch desc, device limit $4";
    private static final String PROBE = "select count(*) >= 0 as ok from (select 1 from round limit 1) as r";

    private final Pool pool;

    PostgresRoundReads(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<RoundView>> round(long epoch) {
        return Sql.first(pool, PostgresRoundReads::round, ROUND, epoch);
    }

    static RoundView round(Row row) {
        return new RoundView(
                Sql.read(row.getString("body"), RoundOpen.class),
                row.getString("signature"),
                row.getLong("opened_at_millis"),
                row.getBoolean("closed"),
                row.getString("secrets"),
                row.getLong("drand_round"),
                new Counts(
                        row.getInteger("passed"),
                        row.getInteger("failed"),
                        row.getInteger("missing"),
                        row.getInteger("voided")));
    }

    @Override
    public Uni<List<HistoryEntry>> history(NodeId nodeId, @Nullable Position before, int limit) {
        long epoch = before == null ? Long.MAX_VALUE : before.epoch();
        int device = before == null ? 0 : before.device();
        return Sql.list(pool, PostgresRoundReads::entry, HISTORY, nodeId.toString(), epoch, -device, limit);
    }

    private static HistoryEntry entry(Row row) {
        return new HistoryEntry(
                row.getLong("epoch"),
                row.getInteger("device"),
                OrderId.parse(row.getString("order_id")),
                Mode.valueOf(row.getString("mode")),
                ProofResult.valueOf(row.getString("result")),
                row.getInteger("k"),
                row.getInteger("threshold"),
                row.getLong("measured_rate"));
    }

    @Override
    public Uni<Boolean> reachable() {
        return Sql.first(pool, row -> row.getBoolean("ok"), PROBE).map(found -> found.orElse(false));
    }
}
