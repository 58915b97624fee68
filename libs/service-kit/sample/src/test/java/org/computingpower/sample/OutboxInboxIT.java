package org.computingpower.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.computingpower.kit.Ids;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.inbox.ParkedEvents;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = "sample.additions.v1"))
class OutboxInboxIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    Outbox outbox;

    @Inject
    ParkedEvents parked;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    record Counter(long total, int times, int last) {}

    private Counter counter(String consumer, String name) {
        var rows = pool.preparedQuery("select total, times, last from counter where consumer = $1 and name = $2")
                .executeAndAwait(Tuple.of(consumer, name));
        for (var row : rows) {
            return new Counter(row.getLong(0), row.getInteger(1), row.getInteger(2));
        }
        return new Counter(0, 0, 0);
    }

    private void awaitCounter(String consumer, String name, Counter expected) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(counter(consumer, name)).isEqualTo(expected));
    }

    private OutboxEvent addition(String key, int number) {
        String body = "{\"amount\":10,\"number\":" + number + "}";
        return outbox.event(Added.TOPIC, key, Added.TYPE, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void publishesWhatWasCommittedInOrderAndAppliesItOnce() {
        String key = "order-" + UUID.randomUUID();
        for (int start = 1; start <= 300; start += 100) {
            List<OutboxEvent> events = IntStream.range(start, start + 100)
                    .mapToObj(n -> addition(key, n))
                    .toList();
            pool.withTransaction(transaction -> outbox.appendNext(transaction, events))
                    .await()
                    .atMost(DEADLINE);
        }

        awaitCounter("sample.strict", key, new Counter(3_000, 300, 300));
        awaitCounter("sample.natural", key, new Counter(3_000, 300, 300));
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(pool.query("select count(*) from outbox")
                                .executeAndAwait()
                                .iterator()
                                .next()
                                .getLong(0))
                        .isZero());
    }

    @Test
    void whatAConsumerIsNotConcernedWithLeavesNoTrace() {
        String unrelated = NaturalConsumer.UNRELATED + UUID.randomUUID();
        String related = "related-" + UUID.randomUUID();
        List<OutboxEvent> events = List.of(addition(unrelated, 1), addition(related, 1));
        pool.withTransaction(transaction -> outbox.appendNext(transaction, events))
                .await()
                .atMost(DEADLINE);

        awaitCounter("sample.strict", unrelated, new Counter(10, 1, 1));
        awaitCounter("sample.natural", related, new Counter(10, 1, 1));
        assertThat(counter("sample.natural", unrelated)).isEqualTo(new Counter(0, 0, 0));
        assertThat(pool.preparedQuery("select count(*) from inbox where consumer = 'sample.natural' and event_id = $1")
                        .executeAndAwait(Tuple.of(events.getFirst().id()))
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
    }

    @Test
    void publishesNothingOfATransactionThatRollsBack() {
        String rolledBack = "rolled-back-" + UUID.randomUUID();
        String committed = "committed-" + UUID.randomUUID();
        assertThatThrownBy(() -> pool.withTransaction(transaction -> outbox.appendNext(
                                        transaction, List.of(addition(rolledBack, 1)))
                                .chain(() -> Uni.createFrom().<Void>failure(new IllegalStateException("refused"))))
                        .await()
                        .atMost(DEADLINE))
                .hasMessageContaining("refused");
        pool.withTransaction(transaction -> outbox.appendNext(transaction, List.of(addition(committed, 1))))
                .await()
                .atMost(DEADLINE);

        awaitCounter("sample.natural", committed, new Counter(10, 1, 1));
        assertThat(counter("sample.natural", rolledBack)).isEqualTo(new Counter(0, 0, 0));
    }

    @Test
    void appliesEachEventOnceAndInOrderUnderDuplicatesAndReordering() throws Exception {
        List<String> keys = IntStream.range(0, 5)
                .mapToObj(n -> "shuffled-" + n + "-" + UUID.randomUUID())
                .toList();
        List<ProducerRecord<String, byte[]>> messages = new ArrayList<>();
        Random random = new Random(42);
        for (String key : keys) {
            LongStream.rangeClosed(1, 40).forEach(version -> {
                UUID id = Ids.next();
                int copies = 1 + random.nextInt(3);
                for (int copy = 0; copy < copies; copy++) {
                    messages.add(Records.addition(id, key, version, 7));
                }
            });
        }
        java.util.Collections.shuffle(messages, random);
        try (Records records = new Records(bootstrapServers)) {
            for (ProducerRecord<String, byte[]> message : messages) {
                records.send(message);
            }
        }

        for (String key : keys) {
            awaitCounter("sample.strict", key, new Counter(280, 40, 40));
            await().atMost(DEADLINE).untilAsserted(() -> {
                Counter natural = counter("sample.natural", key);
                assertThat(natural.total()).isEqualTo(280);
                assertThat(natural.times()).isEqualTo(40);
            });
            awaitCounter(
                    "sample.latest",
                    key,
                    new Counter(
                            counter("sample.latest", key).total(),
                            counter("sample.latest", key).times(),
                            40));
        }
        assertThat(parkedRows("sample.strict", keys)).isZero();
    }

    @Test
    void parksThePoisonedKeyWhileOthersFlowAndGoesOnWhenItIsSkipped() throws Exception {
        String poisoned = "poisoned-" + UUID.randomUUID();
        String healthy = "healthy-" + UUID.randomUUID();
        try (Records records = new Records(bootstrapServers)) {
            records.send(Records.addition(Ids.next(), poisoned, 1L, 5));
            records.send(Records.event(Ids.next(), poisoned, 2L, "{not json"));
            records.send(Records.addition(Ids.next(), poisoned, 3L, 5));
            records.send(Records.addition(Ids.next(), poisoned, 4L, 5));
            records.send(Records.addition(Ids.next(), healthy, 1L, 5));
            records.send(new ProducerRecord<>(Added.TOPIC, healthy, new byte[] {0, 1, 2}));
            records.send(Records.addition(Ids.next(), healthy, 2L, 5));
        }

        awaitCounter("sample.strict", healthy, new Counter(10, 2, 2));
        awaitCounter("sample.strict", poisoned, new Counter(5, 1, 1));
        awaitCounter("sample.natural", poisoned, new Counter(15, 3, 4));
        List<ParkedEvents.Parked> refused = awaitParked("sample.strict", poisoned);
        assertThat(refused).hasSize(1);
        assertThat(refused.getFirst().streamVersion()).isEqualTo(2L);
        assertThat(refused.getFirst().kind()).isEqualTo("POISON");

        assertThat(parked.skip("sample.strict", refused.getFirst().position())
                        .await()
                        .atMost(DEADLINE))
                .isTrue();
        awaitCounter("sample.strict", poisoned, new Counter(15, 3, 4));
    }

    @Test
    void triesAReleasedEventAgain() throws Exception {
        String key = "released-" + UUID.randomUUID();
        try (Records records = new Records(bootstrapServers)) {
            records.send(Records.addition(Ids.next(), key, 1L, -5));
            records.send(Records.addition(Ids.next(), key, 2L, 5));
        }
        List<ParkedEvents.Parked> refused = awaitParked("sample.strict", key);
        assertThat(refused.getFirst().reason()).contains("counter_total_check");
        pool.preparedQuery("insert into counter values ('sample.strict', $1, 100, 0, 0)")
                .executeAndAwait(Tuple.of(key));
        pool.query("alter table counter drop constraint counter_total_check").executeAndAwait();

        assertThat(parked.release("sample.strict", refused.getFirst().position())
                        .await()
                        .atMost(DEADLINE))
                .isTrue();

        awaitCounter("sample.strict", key, new Counter(100, 2, 2));
    }

    private List<ParkedEvents.Parked> awaitParked(String consumer, String key) {
        return await().atMost(DEADLINE)
                .until(
                        () -> parked.list(consumer).await().atMost(DEADLINE).stream()
                                .filter(event -> event.key().equals(key))
                                .toList(),
                        found -> !found.isEmpty());
    }

    private long parkedRows(String consumer, List<String> keys) {
        return pool.preparedQuery("select count(*) from parked_event where consumer = $1 and key = any($2)")
                .executeAndAwait(Tuple.of(consumer, keys.toArray(String[]::new)))
                .iterator()
                .next()
                .getLong(0);
    }
}
