package org.computingpower.attestation;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;

/** Reads what a service published, by a plain consumer of its own. */
final class FactReader implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    private final KafkaConsumer<String, String> consumer;
    private final List<MarketEvent> seen = new ArrayList<>();

    FactReader(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "reader-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(topic));
    }

    /** The first fact that matches, read or still to come. */
    <T extends MarketEvent> T await(Class<T> type, Predicate<T> matches) {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (true) {
            Optional<T> found = all(type).stream().filter(matches).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("No such " + type.getSimpleName() + " among " + seen.size() + " facts");
            }
            consumer.poll(Duration.ofMillis(200)).forEach(this::add);
        }
    }

    /** What was read so far. */
    <T extends MarketEvent> List<T> all(Class<T> type) {
        return seen.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void add(ConsumerRecord<String, String> message) {
        String type = new String(message.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        try {
            seen.add(EventJson.read(message.value(), Topic.recordOf(type).orElseThrow()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
