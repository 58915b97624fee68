package org.computingpower.benchmarks.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.EventJson;
import org.computingpower.events.Topic;
import org.computingpower.events.TopicNames;

/** Reads the verdicts from Kafka as any other service would. */
final class JudgedWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final ObjectMapper json = EventJson.newMapper();
    private final Map<Long, Set<String>> passed = new ConcurrentHashMap<>();
    private final Map<Long, String> other = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread;
    private volatile boolean running = true;

    JudgedWatch(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "bench-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(TopicNames.CHALLENGE_VERDICTS));
        thread = Thread.ofPlatform().daemon().name("judged-watch").start(this::run);
    }

    private void run() {
        while (running) {
            for (ConsumerRecord<String, String> message : consumer.poll(POLL)) {
                note(message);
            }
        }
        consumer.close();
    }

    private void note(ConsumerRecord<String, String> message) {
        String type = new String(message.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        if (!type.equals(Topic.ceType(ProofJudged.class))) {
            return;
        }
        try {
            JsonNode verdict = json.readTree(message.value()).path("verdict");
            long epoch = verdict.path("epoch").asLong();
            if (verdict.path("result").asText().equals("PASS")) {
                passed.computeIfAbsent(epoch, first -> ConcurrentHashMap.newKeySet())
                        .add(verdict.path("nodeId").asText());
            } else {
                other.putIfAbsent(epoch, message.value());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nodes that passed an epoch; any other verdict ends the benchmark. */
    int passed(long epoch) {
        String bad = other.get(epoch);
        if (bad != null) {
            throw new IllegalStateException("Not a PASS: " + bad);
        }
        return passed.getOrDefault(epoch, Set.of()).size();
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
