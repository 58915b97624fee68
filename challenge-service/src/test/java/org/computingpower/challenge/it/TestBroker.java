package org.computingpower.challenge.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;

/** Publishes as the other services do, and reads what this one published, with plain clients. */
final class TestBroker implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, Integer> versions = new HashMap<>();
    private final List<MarketEvent> seen = new ArrayList<>();

    TestBroker(String servers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all"), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        "reader-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of("challenge.rounds.v1", "challenge.verdicts.v1", "challenge.cosignatures.v1"));
    }

    void publish(MarketEvent event) throws Exception {
        String topic = Topic.of(event).topicName();
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(topic, event.key(), EventJson.write(event).getBytes(StandardCharsets.UTF_8));
        header(message, "ce_specversion", "1.0");
        header(message, "ce_id", UUID.randomUUID().toString());
        header(message, "ce_type", Topic.ceType(event));
        header(message, "ce_source", "/test");
        header(message, "ce_time", InstantSource.system().instant().toString());
        header(message, "ce_streamversion", "" + versions.merge(topic + event.key(), 1, Integer::sum));
        producer.send(message).get();
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** All facts of a type so far. */
    <T extends MarketEvent> List<T> seen(Class<T> type) {
        for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
            seen.add(read(message));
        }
        return seen.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static MarketEvent read(ConsumerRecord<String, byte[]> message) {
        String type = new String(message.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        try {
            return EventJson.read(
                    new String(message.value(), StandardCharsets.UTF_8),
                    Topic.recordOf(type).orElseThrow());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
