package org.computingpower.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.computingpower.kit.Detached;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = "sample.additions.v1"))
class HibernateIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    Outbox outbox;

    @Inject
    Detached detached;

    private OutboxEvent addition(String key, int number) {
        String body = "{\"amount\":10,\"number\":" + number + "}";
        return outbox.event(Added.TOPIC, key, Added.TYPE, body.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String key, Supplier<Uni<Void>> afterwards) {
        NoteRow row = new NoteRow();
        row.text = key;
        detached.run(() -> Panache.withTransaction(() -> row.<NoteRow>persist()
                        .chain(Panache::getSession)
                        .chain(session -> outbox.appendNext(session, List.of(addition(key, 1), addition(key, 2)))
                                .chain(() -> outbox.append(
                                        session, List.of(addition(key, 3).withVersion(3))))
                                .chain(() -> outbox.append(session, List.of(addition(key + "-natural", 1)))))
                        .chain(afterwards::get)))
                .await()
                .atMost(DEADLINE);
    }

    private long count(String sql, String argument) {
        return pool.preparedQuery(sql)
                .executeAndAwait(Tuple.of(argument))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void publishesEventsInTheTransactionOfAnEntity() {
        String key = "note-" + UUID.randomUUID();

        write(key, () -> Uni.createFrom().voidItem());

        assertThat(count("select count(*) from note where text = $1", key)).isEqualTo(1);
        String last = "select coalesce(max(last), 0) from counter where consumer = 'sample.strict' and name = $1";
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(count(last, key)).isEqualTo(3));
        String times = "select coalesce(max(times), 0) from counter where consumer = 'sample.natural' and name = $1";
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(count(times, key + "-natural")).isEqualTo(1));
    }

    @Test
    void rollsBackEntityAndEventsTogether() {
        String key = "note-" + UUID.randomUUID();

        assertThatThrownBy(() -> write(key, () -> Uni.createFrom().failure(new IllegalStateException("refused"))))
                .hasMessageContaining("refused");

        assertThat(count("select count(*) from note where text = $1", key)).isZero();
        assertThat(count("select count(*) from outbox where key = $1", key)).isZero();
        assertThat(count("select count(*) from outbox_stream where key = $1", key))
                .isZero();
    }
}
