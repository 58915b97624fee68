package org.computingpower.challenge.adapter.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.computingpower.events.EventJson;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.jspecify.annotations.Nullable;

/** Statements, rows as lists, columns as arrays for {@code unnest}, and signed statements as JSON. */
final class Sql {

    private static final ObjectMapper JSON = EventJson.newMapper();

    private Sql() {}

    static Uni<RowSet<Row>> run(SqlClient client, String sql, @Nullable Object... values) {
        return client.preparedQuery(sql).execute(Tuple.from(values));
    }

    /** Runs and answers how many rows were changed. */
    static Uni<Integer> update(SqlClient client, String sql, @Nullable Object... values) {
        return run(client, sql, values).map(RowSet::rowCount);
    }

    static <T> Uni<List<T>> list(SqlClient client, Function<Row, T> read, String sql, @Nullable Object... values) {
        return run(client, sql, values).map(rows -> stream(rows).map(read).toList());
    }

    static <T> Uni<Optional<T>> first(SqlClient client, Function<Row, T> read, String sql, @Nullable Object... values) {
        return run(client, sql, values).map(rows -> stream(rows).map(read).findFirst());
    }

    static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    static <T> String[] text(Collection<T> rows, Function<? super T, ?> column) {
        return rows.stream().map(column).map(Object::toString).toArray(String[]::new);
    }

    static <T> Long[] longs(Collection<T> rows, Function<? super T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    static <T> Integer[] ints(Collection<T> rows, Function<? super T, Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }

    static <T> Boolean[] booleans(Collection<T> rows, Function<? super T, Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    static TokenAmount amount(Row row, String column) {
        return new TokenAmount(row.getBigDecimal(column).toBigIntegerExact());
    }

    static Signature signature(Row row) {
        return Signature.parse(row.getString("signature"));
    }

    static String json(Object statement) {
        try {
            return JSON.writeValueAsString(statement);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A statement has no JSON form", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row does not hold a " + type.getSimpleName(), e);
        }
    }
}
