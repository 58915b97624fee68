package org.computingpower.benchmarks.stack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;

/** Publishes what registry and chain would: CloudEvents 1.0 in binary mode. */
public final class FactPublisher implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    /** Connects to a broker. */
    public FactPublisher(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "5"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Sends one fact. */
    public void publish(MarketEvent fact) {
        ProducerRecord<String, String> message =
                new ProducerRecord<>(Topic.of(fact).topicName(), Topic.keyOf(fact), EventJson.write(fact));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_type",
                        Topic.ceType(fact),
                        "ce_source",
                        "/bench",
                        "ce_time",
                        "2026-01-01T00:00:00Z",
                        "content-type",
                        "application/json")
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        sent.add(producer.send(message));
    }

    /** Waits until the broker has everything. */
    @Override
    public void close() {
        producer.close();
        if (sent.stream().anyMatch(one -> one.state() != Future.State.SUCCESS)) {
            throw new IllegalStateException("The broker did not take every fact");
        }
    }
}
