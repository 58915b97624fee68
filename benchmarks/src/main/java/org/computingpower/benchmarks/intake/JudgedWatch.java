package org.computingpower.benchmarks.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.Topic;
import org.computingpower.events.TopicNames;

/** Reads the verdicts from Kafka as any other service would. */
final class JudgedWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String JUDGED = Topic.ceType(ProofJudged.class);

    private final JsonFactory json = new JsonFactory();
    private final Map<Long, Judged> epochs = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * Verdicts on an epoch so far.
     *
     * @param passed nodes that passed
     * @param others verdicts that are no PASS
     * @param lastNanos {@link System#nanoTime} of the newest
     */
    record Judged(int passed, int others, long lastNanos) {
        static final Judged NONE = new Judged(0, 0, 0);

        int all() {
            return passed + others;
        }
    }

    JudgedWatch(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "bench-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "fetch.max.wait.ms",
                        "100"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(TopicNames.CHALLENGE_VERDICTS));
        thread = Thread.ofPlatform().daemon().name("judged-watch").start(this::run);
    }

    private void run() {
        Map<Long, Set<String>> nodes = new ConcurrentHashMap<>();
        while (running) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                note(message, nodes);
            }
        }
        consumer.close();
    }

    private void note(ConsumerRecord<String, byte[]> message, Map<Long, Set<String>> nodes) {
        String type = new String(message.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        if (!type.equals(JUDGED)) {
            return;
        }
        long epoch = -1;
        boolean pass = false;
        try (JsonParser fields = json.createParser(message.value())) {
            for (JsonToken token = fields.nextToken(); token != null; token = fields.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_INT && "epoch".equals(fields.currentName())) {
                    epoch = fields.getLongValue();
                } else if (token == JsonToken.VALUE_STRING && "result".equals(fields.currentName())) {
                    pass = fields.getText().equals("PASS");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // At least once: a node counts once.
        if (nodes.computeIfAbsent(epoch, first -> new HashSet<>()).add(message.key())) {
            int one = pass ? 1 : 0;
            epochs.merge(
                    epoch,
                    new Judged(one, 1 - one, System.nanoTime()),
                    (known, fresh) -> new Judged(
                            known.passed() + fresh.passed(), known.others() + fresh.others(), fresh.lastNanos()));
        }
    }

    /** What is known of an epoch. */
    Judged of(long epoch) {
        return epochs.getOrDefault(epoch, Judged.NONE);
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
