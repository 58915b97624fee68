package org.computingpower.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.computingpower.kit.Ids;
import org.computingpower.kit.KitConfig;
import org.computingpower.kit.Traceparent;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Where facts are written to be published. An event is published if and only if the given transaction commits; at least
 * once, in the order of insertion per key as long as writers of one key exclude each other (by the aggregate's row lock
 * or by {@link #appendNext}).
 */
@ApplicationScoped
public class Outbox {
    private static final String COLUMNS =
            "insert into outbox (id, topic, key, ce_type, ce_source, ce_time, traceparent, body, stream_version) ";
    private static final String ROWS =
            "select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],"
                    + " $7::text[], $8::bytea[], $9::bigint[]) with ordinality as"
                    + " t (id, topic, key, ce_type, ce_source, ce_time, traceparent, body, stream_version, n)";
    private static final String APPEND = "with e as (" + ROWS + ") " + COLUMNS
            + "select id, topic, key, ce_type, ce_source, ce_time, traceparent, body, stream_version from e order by n";
    private static final String APPEND_NEXT = "with e as (" + ROWS + "),"
            + " c as (select topic, ce_source, key, count(*) as many from e group by 1, 2, 3 order by 1, 2, 3),"
            + " s as (insert into outbox_stream as o (topic, source, key, version)"
            + " select topic, ce_source, key, many from c order by 1, 2, 3"
            + " on conflict (topic, source, key) do update set version = o.version + excluded.version"
            + " returning topic, source, key, version) "
            + COLUMNS
            + "select e.id, e.topic, e.key, e.ce_type, e.ce_source, e.ce_time, e.traceparent, e.body,"
            + " s.version - c.many + row_number() over (partition by e.topic, e.ce_source, e.key order by e.n)"
            + " from e join c using (topic, ce_source, key)"
            + " join s on s.topic = e.topic and s.source = e.ce_source and s.key = e.key order by e.n";
    private static final String VALUES =
            "cast(:id as uuid), :topic, :key, :type, :source, cast(:time as timestamptz), :trace, :body";
    private static final String SESSION_APPEND = COLUMNS + "values (" + VALUES + ", cast(:version as bigint))";
    private static final String SESSION_APPEND_NEXT =
            "with s as (insert into outbox_stream as o (topic, source, key, version)"
                    + " values (:topic, :source, :key, 1)"
                    + " on conflict (topic, source, key) do update set version = o.version + 1 returning version) "
                    + COLUMNS + "select " + VALUES + ", s.version from s";

    private final KitConfig config;
    private final InstantSource clock;
    private volatile boolean full;

    Outbox(KitConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** An event of this service, now, in the current trace, without a version. */
    public OutboxEvent event(String topic, String key, String ceType, byte[] body) {
        return new OutboxEvent(
                Ids.next(),
                topic,
                key,
                ceType,
                config.eventSource(),
                clock.instant(),
                Traceparent.current(),
                body,
                null);
    }

    /** Writes the events, with the versions they have, in the transaction of {@code transaction}. */
    public Uni<Void> append(SqlClient transaction, List<OutboxEvent> events) {
        return insert(transaction, APPEND, events);
    }

    /**
     * As {@link #append}, and numbers each stream (topic, source, key) on by one, whatever versions the events have.
     * Locks the stream's row until the transaction ends, so that versions are published in order and without a gap.
     */
    public Uni<Void> appendNext(SqlClient transaction, List<OutboxEvent> events) {
        return insert(transaction, APPEND_NEXT, events);
    }

    /** As {@link #append(SqlClient, List)}, in the transaction of a Hibernate Reactive session. */
    public Uni<Void> append(Mutiny.Session session, List<OutboxEvent> events) {
        return insert(session, SESSION_APPEND, events);
    }

    /** As {@link #appendNext(SqlClient, List)}, in the transaction of a Hibernate Reactive session. */
    public Uni<Void> appendNext(Mutiny.Session session, List<OutboxEvent> events) {
        return insert(session, SESSION_APPEND_NEXT, events);
    }

    /** Set by the relay when more than {@code kit.outbox.max-backlog} events wait. */
    void full(boolean now) {
        full = now;
    }

    private Uni<Void> insert(SqlClient transaction, String sql, List<OutboxEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (full) {
            return Uni.createFrom().failure(new OutboxFullException());
        }
        Tuple values = Tuple.from(List.of(
                events.stream().map(OutboxEvent::id).toArray(UUID[]::new),
                events.stream().map(OutboxEvent::topic).toArray(String[]::new),
                events.stream().map(OutboxEvent::key).toArray(String[]::new),
                events.stream().map(OutboxEvent::ceType).toArray(String[]::new),
                events.stream().map(OutboxEvent::ceSource).toArray(String[]::new),
                events.stream()
                        .map(event -> event.time().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new),
                events.stream().map(OutboxEvent::traceparent).toArray(String[]::new),
                events.stream().map(event -> Buffer.buffer(event.body())).toArray(Buffer[]::new),
                events.stream().map(OutboxEvent::streamVersion).toArray(Long[]::new)));
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    private Uni<Void> insert(Mutiny.Session session, String sql, List<OutboxEvent> events) {
        if (full) {
            return Uni.createFrom().failure(new OutboxFullException());
        }
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (OutboxEvent event : events) {
            chain = chain.chain(() -> insert(session, sql, event));
        }
        return chain;
    }

    private static Uni<Void> insert(Mutiny.Session session, String sql, OutboxEvent event) {
        Mutiny.MutationQuery query = session.<Object>createNativeQuery(sql)
                .setParameter("id", event.id())
                .setParameter("topic", event.topic())
                .setParameter("key", event.key())
                .setParameter("type", event.ceType())
                .setParameter("source", event.ceSource())
                .setParameter("time", event.time().atOffset(ZoneOffset.UTC))
                .setParameter("trace", event.traceparent())
                .setParameter("body", event.body());
        @Nullable Long version = event.streamVersion();
        if (sql.equals(SESSION_APPEND)) {
            query = version == null
                    ? query.setParameter("version", (Object) null)
                    : query.setParameter("version", version);
        }
        return query.executeUpdate().replaceWithVoid();
    }
}
