package org.computingpower.attestation.adapter.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.terms.NodeId;

/** From and to the driver's types. */
final class Sql {
    private Sql() {}

    static Stream<Row> rows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant time(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }

    static Buffer bytes(Bytes bytes) {
        return Buffer.buffer(bytes.toByteArray());
    }

    static Bytes bytes(Row row, String column) {
        return Bytes.copyOf(Objects.requireNonNull(row.getBuffer(column)).getBytes());
    }

    static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    static NodeId nodeId(Row row) {
        return NodeId.parse(row.getString("node_id"));
    }

    /** A fact that this service wrote as it was published. */
    static <T extends MarketEvent> T fact(Row row, String column, Class<T> type) {
        try {
            return EventJson.read(row.getString(column), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored fact cannot be read: " + type.getSimpleName(), e);
        }
    }
}
