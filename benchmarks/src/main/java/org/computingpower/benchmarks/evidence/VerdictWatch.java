package org.computingpower.benchmarks.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.Topic;

/** Notes when each node's verdict was published: read from Kafka as any other service would. */
final class VerdictWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String ACCEPTED = "\"decision\":\"ACCEPT\"";

    private final Map<String, Long> publishedNanos = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread;
    private volatile boolean running = true;

    VerdictWatch(String bootstrapServers) {
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
        consumer.subscribe(List.of(Topic.ATTESTATION_VERDICTS.topicName()));
        thread = Thread.ofPlatform().daemon().name("verdict-watch").start(this::run);
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
        if (type.equals(Topic.ceType(AttestationJudged.class))) {
            publishedNanos.putIfAbsent(message.key(), System.nanoTime());
            if (!message.value().contains(ACCEPTED)) {
                refused.put(message.key(), message.value());
            }
        }
    }

    /** How many verdicts there are. */
    int count() {
        return publishedNanos.size();
    }

    /** When the verdict on a node was seen. */
    long seenNanos(String nodeId) {
        Long at = publishedNanos.get(nodeId);
        if (at == null) {
            throw new IllegalStateException("No verdict on " + nodeId);
        }
        return at;
    }

    /** A benchmark of refusals would measure something else. */
    void requireAllAccepted() {
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused.size() + " were not accepted, for instance: "
                    + refused.values().iterator().next());
        }
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
