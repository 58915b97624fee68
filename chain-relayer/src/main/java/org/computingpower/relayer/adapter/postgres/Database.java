package org.computingpower.relayer.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.computingpower.relayer.application.LeaseLostException;

/** The pool for callers that wait: the two workers of the relayer, on threads of their own and never on an event loop. */
public final class Database {

    /** Longest wait for a statement or transaction; the lease is longer, so a slow database cannot make two holders. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final String HOLDS = "select 1 from lease where name = $1 and token = $2 for update";

    private final Pool pool;

    /** Over a pool whose search path is the service's schema. */
    public Database(Pool pool) {
        this.pool = pool;
    }

    List<Row> rows(String sql, Object... parameters) {
        return rows(pool, sql, parameters).await().atMost(TIMEOUT);
    }

    Optional<Row> row(String sql, Object... parameters) {
        return rows(sql, parameters).stream().findFirst();
    }

    void execute(String sql, Object... parameters) {
        rows(sql, parameters);
    }

    /** Writes only while the lease still has that token. */
    void fenced(String lease, long token, Function<SqlConnection, Uni<?>> work) {
        pool.withTransaction(connection -> rows(connection, HOLDS, lease, token)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().<Void>failure(new LeaseLostException(lease))
                                : work.apply(connection).replaceWithVoid()))
                .await()
                .atMost(TIMEOUT);
    }

    /** Gives up whatever leases that instance holds. */
    public void releaseLeases(UUID instance) {
        execute("update lease set leased_until = '-infinity' where holder = $1", instance);
    }

    static Uni<List<Row>> rows(SqlClient client, String sql, Object... parameters) {
        return client.preparedQuery(sql)
                .execute(Tuple.wrap(parameters))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }

    /** The statements one after another. */
    static Uni<Void> all(List<Uni<?>> statements) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Uni<?> statement : statements) {
            chain = chain.chain(() -> statement.replaceWithVoid());
        }
        return chain;
    }
}
