package org.computingpower.kit.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Events that wait: for an earlier version, or for an operator. Nothing leaves here but by being applied or skipped. */
@ApplicationScoped
public class ParkedEvents {
    private static final int MAX_REASON_LENGTH = 500;
    private static final int MAX_PAGE = 100;
    private static final String PARK = "insert into parked_event as p (consumer, topic, partition, record_offset, kind,"
            + " source, key, stream_version, headers, body, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
            + " on conflict (consumer, topic, partition, record_offset)"
            + " do update set kind = excluded.kind, reason = excluded.reason";
    private static final String READY = "select p.topic, p.partition, p.record_offset, p.key, p.headers, p.body"
            + " from parked_event p left join inbox_stream s on s.consumer = p.consumer and s.topic = p.topic"
            + " and s.source = p.source and s.key = p.key where p.consumer = $1 and (p.kind = 'RETRY'"
            + " or p.kind = 'GAP' and p.stream_version <= coalesce(s.version, 0) + 1)"
            + " order by p.stream_version, p.topic, p.partition, p.record_offset limit $2";
    private static final String LIST = "select topic, partition, record_offset, kind, source, key, stream_version,"
            + " reason, parked_at from parked_event where consumer = $1 and kind <> 'GAP'"
            + " order by parked_at limit $2";
    private static final String AT = " where consumer = $1 and topic = $2 and partition = $3 and record_offset = $4";
    private static final String SKIP = "with d as (delete from parked_event" + AT + " and kind = 'POISON' returning *)"
            + ", s as (insert into inbox_stream as i (consumer, topic, source, key, version)"
            + " select consumer, topic, source, key, stream_version from d where stream_version is not null"
            + " on conflict (consumer, topic, source, key) do update set version = excluded.version"
            + " where i.version = excluded.version - 1) select count(*) from d";

    private final Pool pool;

    ParkedEvents(Pool pool) {
        this.pool = pool;
    }

    /**
     * An event that waits for an operator.
     *
     * @param position where it stands in Kafka; identifies it together with the consumer
     * @param kind POISON or RETRY
     */
    public record Parked(
            Position position,
            String kind,
            String source,
            String key,
            @Nullable Long streamVersion,
            String reason,
            OffsetDateTime parkedAt) {}

    /** Where a record stands in Kafka. */
    public record Position(String topic, int partition, long offset) {}

    /** The oldest refused events of a consumer, at most 100. */
    public Uni<List<Parked>> list(String consumer) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(consumer, MAX_PAGE))
                .map(rows -> stream(rows)
                        .map(row -> new Parked(
                                new Position(
                                        row.getString("topic"),
                                        row.getInteger("partition"),
                                        row.getLong("record_offset")),
                                row.getString("kind"),
                                row.getString("source"),
                                row.getString("key"),
                                row.getLong("stream_version"),
                                row.getString("reason"),
                                row.getOffsetDateTime("parked_at")))
                        .toList());
    }

    /** Lets the consumer try a refused event again, and then those that wait behind it; false if there is none. */
    public Uni<Boolean> release(String consumer, Position position) {
        return pool.preparedQuery("update parked_event set kind = 'RETRY'" + AT + " and kind = 'POISON'")
                .execute(at(consumer, position))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Gives a refused event up for ever: its stream goes on behind it; false if there is none. */
    public Uni<Boolean> skip(String consumer, Position position) {
        return pool.preparedQuery(SKIP)
                .execute(at(consumer, position))
                .map(rows -> rows.iterator().next().getLong(0) == 1);
    }

    Uni<Void> park(SqlClient transaction, String consumer, List<ReceivedEvent> gaps) {
        if (gaps.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = gaps.stream()
                .map(event -> row(consumer, event, "GAP", "An earlier version is missing"))
                .toList();
        return transaction.preparedQuery(PARK).executeBatch(rows).replaceWithVoid();
    }

    Uni<Void> poison(String consumer, ReceivedEvent event, String reason) {
        return pool.preparedQuery(PARK)
                .execute(row(consumer, event, "POISON", reason))
                .replaceWithVoid();
    }

    Uni<Void> poison(String consumer, ConsumerRecord<String, byte[]> message, String reason) {
        Map<String, String> headers = EventCodec.headers(message);
        Tuple row = row(
                consumer,
                new Position(message.topic(), message.partition(), message.offset()),
                "POISON",
                headers,
                EventCodec.storable(Optional.ofNullable(message.key()).orElse("")),
                null,
                Optional.ofNullable(message.value()).orElse(new byte[0]),
                reason);
        return pool.preparedQuery(PARK).execute(row).replaceWithVoid();
    }

    Uni<Void> remove(SqlClient transaction, String consumer, List<ReceivedEvent> events) {
        List<Tuple> rows = events.stream()
                .map(event -> at(consumer, new Position(event.topic(), event.partition(), event.offset())))
                .toList();
        return transaction
                .preparedQuery("delete from parked_event" + AT)
                .executeBatch(rows)
                .replaceWithVoid();
    }

    /** Parked events whose turn has come, at most {@code limit}. */
    Uni<List<ReceivedEvent>> ready(String consumer, int limit) {
        return pool.preparedQuery(READY)
                .execute(Tuple.of(consumer, limit))
                .map(rows -> stream(rows)
                        .map(ParkedEvents::event)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<ReceivedEvent> event(Row row) {
        Map<String, String> headers = new HashMap<>();
        row.getJsonObject("headers").forEach(entry -> headers.put(entry.getKey(), String.valueOf(entry.getValue())));
        try {
            return Optional.of(EventCodec.decode(
                    headers,
                    row.getString("topic"),
                    row.getInteger("partition"),
                    row.getLong("record_offset"),
                    row.getString("key"),
                    row.getBuffer("body").getBytes()));
        } catch (PoisonEventException undecodable) {
            return Optional.empty();
        }
    }

    private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static Tuple at(String consumer, Position position) {
        return Tuple.of(consumer, position.topic(), position.partition(), position.offset());
    }

    private static Tuple row(String consumer, ReceivedEvent event, String kind, String reason) {
        return row(
                consumer,
                new Position(event.topic(), event.partition(), event.offset()),
                kind,
                EventCodec.headers(event),
                event.key(),
                event.streamVersion(),
                event.body(),
                reason);
    }

    private static Tuple row(
            String consumer,
            Position position,
            String kind,
            Map<String, String> headers,
            String key,
            @Nullable Long version,
            byte[] body,
            String reason) {
        JsonObject json = new JsonObject();
        headers.forEach(json::put);
        return Tuple.tuple()
                .addString(consumer)
                .addString(position.topic())
                .addInteger(position.partition())
                .addLong(position.offset())
                .addString(kind)
                .addString(headers.getOrDefault("ce_source", ""))
                .addString(key)
                .addLong(version)
                .addJsonObject(json)
                .addBuffer(io.vertx.mutiny.core.buffer.Buffer.newInstance(Buffer.buffer(body)))
                .addString(EventCodec.storable(reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH))));
    }
}
