package org.computingpower.attestation;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;

/** Sends facts as other services would: CloudEvents 1.0 in binary mode, by a plain producer. */
final class FactSender implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final String source = "/test/" + UUID.randomUUID();

    FactSender(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    void send(MarketEvent fact) {
        send(fact, Map.of());
    }

    void sendVersioned(long version, MarketEvent fact) {
        send(fact, Map.of("ce_streamversion", Long.toString(version)));
    }

    private void send(MarketEvent fact, Map<String, String> more) {
        ProducerRecord<String, String> message =
                new ProducerRecord<>(Topic.of(fact).topicName(), Topic.keyOf(fact), EventJson.write(fact));
        Map<String, String> headers = new java.util.HashMap<>(Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                UUID.randomUUID().toString(),
                "ce_type",
                Topic.ceType(fact),
                "ce_source",
                source,
                "ce_time",
                "2026-01-01T00:00:00Z",
                "content-type",
                "application/json"));
        headers.putAll(more);
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(message).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
