package org.computingpower.settlement.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.computingpower.terms.TokenAmount;
import org.jspecify.annotations.Nullable;

/** Columns of rows as arrays for {@code unnest}, and rows back. Amounts travel as decimal text. */
final class Columns {

    private Columns() {}

    static <T> String[] text(Collection<T> rows, Function<? super T, ?> column) {
        return rows.stream().map(column).map(Object::toString).toArray(String[]::new);
    }

    static <T> @Nullable String[] maybeText(Collection<T> rows, Function<? super T, ? extends Optional<?>> column) {
        return rows.stream()
                .map(row -> column.apply(row).map(Object::toString).orElse(null))
                .toArray(String[]::new);
    }

    static <T> Long[] longs(Collection<T> rows, Function<? super T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    static <T> @Nullable Long[] maybeLongs(Collection<T> rows, Function<? super T, Optional<Long>> column) {
        return rows.stream().map(row -> column.apply(row).orElse(null)).toArray(Long[]::new);
    }

    static <T> Integer[] ints(Collection<T> rows, Function<? super T, Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }

    static <T> Boolean[] booleans(Collection<T> rows, Function<? super T, Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    static <T> @Nullable OffsetDateTime[] maybeTimes(
            Collection<T> rows, Function<? super T, Optional<Instant>> column) {
        return rows.stream()
                .map(row -> column.apply(row).map(Columns::time).orElse(null))
                .toArray(OffsetDateTime[]::new);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static TokenAmount amount(Row row, String column) {
        return new TokenAmount(row.getBigDecimal(column).toBigIntegerExact());
    }

    static Optional<TokenAmount> maybeAmount(Row row, String column) {
        return Optional.ofNullable(row.getBigDecimal(column))
                .map(BigDecimal::toBigIntegerExact)
                .map(TokenAmount::new);
    }

    static Uni<RowSet<Row>> run(SqlClient transaction, String sql, @Nullable Object... values) {
        return transaction.preparedQuery(sql).execute(Tuple.from(values));
    }

    static Uni<Void> update(SqlClient transaction, String sql, @Nullable Object... values) {
        return run(transaction, sql, values).replaceWithVoid();
    }

    static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return stream(rows).map(read).toList();
    }

    static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
