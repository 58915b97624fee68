package org.computingpower.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes records straight to the broker, as a faulty or hostile producer could. */
final class Records implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;

    Records(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    static ProducerRecord<String, byte[]> addition(UUID id, String key, @Nullable Long version, long amount) {
        return event(
                id, key, version, "{\"amount\":" + amount + ",\"number\":" + (version == null ? 0 : version) + "}");
    }

    static ProducerRecord<String, byte[]> event(UUID id, String key, @Nullable Long version, String body) {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(Added.TOPIC, key, body.getBytes(StandardCharsets.UTF_8));
        header(message, "ce_specversion", "1.0");
        header(message, "ce_id", id.toString());
        header(message, "ce_type", Added.TYPE);
        header(message, "ce_source", "/sample-service");
        header(message, "ce_time", Instant.EPOCH.toString());
        if (version != null) {
            header(message, "ce_streamversion", version.toString());
        }
        return message;
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends and waits for the broker's ack. */
    void send(ProducerRecord<String, byte[]> message) throws Exception {
        producer.send(message).get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
