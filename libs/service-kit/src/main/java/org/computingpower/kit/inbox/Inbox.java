package org.computingpower.kit.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.computingpower.kit.inbox.ReceivedEvent.Stream;

/** One batch, one transaction: versions, inbox, effect, new versions, parked gaps. Redelivery is harmless. */
@ApplicationScoped
class Inbox {
    private static final String LAST = "select topic, source, key, version from inbox_stream where consumer = $1"
            + " and (topic, source, key) in (select * from unnest($2::text[], $3::text[], $4::text[]))"
            + " order by topic, source, key for update";
    private static final String CLAIM = "insert into inbox (consumer, event_id)"
            + " select distinct $1::text, id from unnest($2::uuid[]) as t (id) order by id"
            + " on conflict do nothing returning event_id";
    private static final String ADVANCE = "insert into inbox_stream as s (consumer, topic, source, key, version)"
            + " select $1::text, t.* from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as t order by 1, 2, 3, 4"
            + " on conflict (consumer, topic, source, key) do update set version = excluded.version"
            + " where s.version < excluded.version";

    private final Pool pool;
    private final ParkedEvents parked;

    Inbox(Pool pool, ParkedEvents parked) {
        this.pool = pool;
        this.parked = parked;
    }

    /**
     * What became of a batch.
     *
     * @param applied events with an effect
     * @param gaps events that were parked because an earlier version is missing
     * @param duplicates events without an effect: theirs, or that of a later version, was there before
     */
    record Result(int applied, int gaps, int duplicates) {}

    /** Applies a batch; {@code unparked} says that the events come from the parked ones and leave them. */
    Uni<Result> apply(EventConsumer consumer, List<ReceivedEvent> events, boolean unparked) {
        return pool.withTransaction(transaction -> last(transaction, consumer, events)
                .chain(last -> {
                    VersionGate.Decision decision = VersionGate.decide(consumer.order(), last, events);
                    return (unparked ? parked.remove(transaction, consumer.name(), events) : nothing())
                            .chain(() -> parked.park(transaction, consumer.name(), decision.gaps()))
                            .chain(() -> advance(transaction, consumer, decision.versions()))
                            .chain(() -> claim(transaction, consumer, decision.apply()))
                            .call(fresh -> fresh.isEmpty() ? nothing() : consumer.applyAll(transaction, fresh))
                            .map(fresh -> {
                                int gaps = decision.gaps().size();
                                return new Result(fresh.size(), gaps, events.size() - gaps - fresh.size());
                            });
                }));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private static Uni<Map<Stream, Long>> last(
            SqlConnection transaction, EventConsumer consumer, List<ReceivedEvent> events) {
        if (consumer.order() == EventOrder.NATURAL) {
            return Uni.createFrom().item(Map.of());
        }
        List<Stream> streams =
                events.stream().map(ReceivedEvent::stream).distinct().toList();
        Tuple values = Tuple.from(List.of(
                consumer.name(),
                streams.stream().map(Stream::topic).toArray(String[]::new),
                streams.stream().map(Stream::source).toArray(String[]::new),
                streams.stream().map(Stream::key).toArray(String[]::new)));
        return transaction.preparedQuery(LAST).execute(values).map(Inbox::versions);
    }

    private static Map<Stream, Long> versions(RowSet<Row> rows) {
        Map<Stream, Long> versions = new HashMap<>();
        for (Row row : rows) {
            versions.put(new Stream(row.getString(0), row.getString(1), row.getString(2)), row.getLong(3));
        }
        return versions;
    }

    private static Uni<List<ReceivedEvent>> claim(
            SqlConnection transaction, EventConsumer consumer, List<ReceivedEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Map<UUID, ReceivedEvent> byId = new LinkedHashMap<>();
        events.forEach(event -> byId.putIfAbsent(event.id(), event));
        Tuple values = Tuple.from(List.of(consumer.name(), byId.keySet().toArray(UUID[]::new)));
        return transaction.preparedQuery(CLAIM).execute(values).map(rows -> {
            Set<UUID> fresh = new HashSet<>();
            rows.forEach(row -> fresh.add(row.getUUID(0)));
            return byId.values().stream()
                    .filter(event -> fresh.contains(event.id()))
                    .toList();
        });
    }

    private static Uni<Void> advance(SqlConnection transaction, EventConsumer consumer, Map<Stream, Long> versions) {
        if (versions.isEmpty()) {
            return nothing();
        }
        List<Map.Entry<Stream, Long>> entries = new ArrayList<>(versions.entrySet());
        entries.sort(Comparator.comparing(
                (Map.Entry<Stream, Long> entry) -> entry.getKey().toString()));
        Tuple values = Tuple.from(List.of(
                consumer.name(),
                entries.stream().map(entry -> entry.getKey().topic()).toArray(String[]::new),
                entries.stream().map(entry -> entry.getKey().source()).toArray(String[]::new),
                entries.stream().map(entry -> entry.getKey().key()).toArray(String[]::new),
                entries.stream().map(Map.Entry::getValue).toArray(Long[]::new)));
        return transaction.preparedQuery(ADVANCE).execute(values).replaceWithVoid();
    }
}
