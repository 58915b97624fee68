package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All facts of a market as another system sees them: a Kafka consumer and a JSON parser, and nothing of the platform. */
final class Topics {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Fact> facts;

    /** One record: CloudEvents attributes from the headers, the body as JSON. */
    record Fact(String topic, String key, String id, String source, String type, JsonNode body) {
        String name() {
            String[] parts = type.split("\\.", -1);
            return parts[parts.length - 2];
        }
    }

    private Topics(List<Fact> facts) {
        this.facts = List.copyOf(facts);
    }

    /** Reads every topic of the catalog from its beginning to its present end. */
    static Topics read(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false");
        List<Fact> facts = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> partition.topic().endsWith(".v1"))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(POLL).forEach(message -> facts.add(fact(message)));
            }
        }
        return new Topics(facts);
    }

    private static Fact fact(ConsumerRecord<String, String> message) {
        try {
            return new Fact(
                    message.topic(),
                    message.key(),
                    header(message, "ce_id"),
                    header(message, "ce_source"),
                    header(message, "ce_type"),
                    JSON.readTree(message.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<String, String> message, String name) {
        Header header = message.headers().lastHeader(name);
        if (header == null) {
            throw new IllegalStateException("A record of " + message.topic() + " lacks the header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    /** All facts, in the order of each partition. */
    List<Fact> all() {
        return facts;
    }

    /** Bodies of the facts of a type about a key, in order. */
    List<JsonNode> of(String name, String key) {
        return stream(name)
                .filter(fact -> fact.key().equals(key))
                .map(Fact::body)
                .toList();
    }

    /** Facts of a type, in the order of each partition. */
    Stream<Fact> stream(String name) {
        return facts.stream().filter(fact -> fact.name().equals(name));
    }
}
