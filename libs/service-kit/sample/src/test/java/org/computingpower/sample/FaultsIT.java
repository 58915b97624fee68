package org.computingpower.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Crashes at the two points where Kafka and the database can disagree, and simultaneous duplicates of a request. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = "sample.additions.v1"))
class FaultsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int SIMULTANEOUS = 16;

    private final TokenSigner tokens = SharedInfrastructure.tokens();

    @Inject
    Pool pool;

    @Inject
    Outbox outbox;

    @Inject
    MeterRegistry metrics;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private OutboxEvent addition(String key, int number) {
        String body = "{\"amount\":10,\"number\":" + number + "}";
        return outbox.event(Added.TOPIC, key, Added.TYPE, body.getBytes(StandardCharsets.UTF_8));
    }

    private void append(String key, int... numbers) {
        List<OutboxEvent> events =
                IntStream.of(numbers).mapToObj(number -> addition(key, number)).toList();
        pool.withTransaction(transaction -> outbox.appendNext(transaction, events))
                .await()
                .atMost(DEADLINE);
    }

    private List<Long> counter(String consumer, String name) {
        List<Long> found = new ArrayList<>();
        pool.preparedQuery("select total, times, last from counter where consumer = $1 and name = $2")
                .executeAndAwait(Tuple.of(consumer, name))
                .forEach(row -> found.addAll(List.of(row.getLong(0), row.getLong(1), row.getLong(2))));
        return found;
    }

    private void awaitCounter(String consumer, String name, long total, long times, long last) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(counter(consumer, name)).containsExactly(total, times, last));
    }

    /** Fault F1: the relay's connection dies when it deletes what the broker has just acknowledged. */
    @Test
    void sendsAnEventAgainUnderItsIdWhenTheRelayDiesBeforeItMarksItAsSent() {
        String key = "resent-" + UUID.randomUUID();
        pool.query("create sequence relay_dies").executeAndAwait();
        pool.query("create function relay_dies() returns trigger language plpgsql as $$ begin"
                        + " if old.key = '" + key + "' and nextval('relay_dies') = 1 then"
                        + " perform pg_terminate_backend(pg_backend_pid()); end if; return old; end $$")
                .executeAndAwait();
        pool.query("create trigger relay_dies before delete on outbox for each row execute function relay_dies()")
                .executeAndAwait();
        try {
            append(key, 1, 2);
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(waiting(key)).isZero());
        } finally {
            pool.query("drop trigger relay_dies on outbox").executeAndAwait();
            pool.query("drop function relay_dies").executeAndAwait();
            pool.query("drop sequence relay_dies").executeAndAwait();
        }
        append(key, 3);

        awaitCounter("sample.strict", key, 30, 3, 3);
        awaitCounter("sample.natural", key, 30, 3, 3);
        List<String> ids = idsOnTheTopic(key);
        assertThat(ids).hasSize(5);
        assertThat(new TreeSet<>(ids)).hasSize(3);
        assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4));
    }

    private long waiting(String key) {
        return pool.preparedQuery("select count(*) from outbox where key = $1")
                .executeAndAwait(Tuple.of(key))
                .iterator()
                .next()
                .getLong(0);
    }

    private List<String> idsOnTheTopic(String key) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Added.TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> ids = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> {
                    if (key.equals(message.key())) {
                        ids.add(new String(message.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
                    }
                });
            }
            return ids;
        }
    }

    /** Fault F2: the consumer is gone after the database's commit and before the offset's. */
    @Test
    void appliesAnEventOnceWhenTheConsumerDiesBetweenTheDatabaseAndTheOffset() {
        double duplicates = duplicates();
        String key = "fenced-" + UUID.randomUUID();
        append(key, 1);
        awaitCounter(FencedConsumer.NAME, key, 10, 1, 1);

        append(key, 2, 3);

        awaitCounter(FencedConsumer.NAME, key, 30, 3, 3);
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(duplicates()).isGreaterThan(duplicates));
        assertThat(counter(FencedConsumer.NAME, key)).containsExactly(30L, 3L, 3L);
    }

    private double duplicates() {
        return metrics.counter("cpp.kit.inbox.duplicates", "consumer", FencedConsumer.NAME)
                .count();
    }

    @Test
    void givesSimultaneousDuplicatesOfARequestOneEffectAndOneAnswer() throws Exception {
        String counter = "together-" + UUID.randomUUID();
        String key = UUID.randomUUID().toString();
        String token = tokens.token("tom", "user");
        CountDownLatch start = new CountDownLatch(1);
        Callable<String> request = () -> {
            start.await();
            return given().auth()
                    .oauth2(token)
                    .header("Idempotency-Key", key)
                    .contentType("application/json")
                    .body("{\"counter\":\"" + counter + "\",\"amount\":5}")
                    .post("/api/sample/v1/additions")
                    .then()
                    .statusCode(201)
                    .extract()
                    .asString();
        };
        Set<String> answers = new TreeSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SIMULTANEOUS)) {
            List<Future<String>> sent = IntStream.range(0, SIMULTANEOUS)
                    .mapToObj(ignored -> threads.submit(request))
                    .toList();
            start.countDown();
            for (Future<String> answer : sent) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).containsExactly("{\"counter\":\"" + counter + "\",\"amount\":5,\"by\":\"tom\"}");
        awaitCounter("sample.strict", counter, 5, 1, 0);
        assertThat(idsOnTheTopic(counter)).hasSize(1);
    }
}
