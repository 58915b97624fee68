package org.computingpower.kit.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One round: reads the oldest events, sends them, waits for every ack, deletes what the broker has. An event is deleted
 * only if all earlier ones of its key in the round were acknowledged; after any failure the producer is replaced, so
 * that nothing of the failed round arrives later. Not thread-safe.
 */
final class OutboxSender implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final Duration TOPIC_RETRY = Duration.ofSeconds(5);
    private static final String SELECT =
            "select position, id, topic, key, ce_type, ce_source, ce_time, traceparent, stream_version, body"
                    + " from outbox where not (topic = any(?)) order by position limit ?";

    private final Map<String, Object> settings;
    private final int maxBatch;
    private final Map<String, Long> brokenTopics = new HashMap<>();
    private @Nullable KafkaProducer<String, byte[]> producer;

    /** How many events the round published, and how many it could not. */
    record Round(int published, int failed) {}

    private record Sent(
            long position, String stream, @Nullable Future<RecordMetadata> ack) {}

    OutboxSender(Map<String, Object> kafka, int maxBatch) {
        this.settings = new HashMap<>(kafka);
        this.maxBatch = maxBatch;
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "outbox-relay");
    }

    Round sendOnce(Connection connection) throws SQLException {
        List<Sent> batch = new ArrayList<>();
        brokenTopics.values().removeIf(until -> System.nanoTime() - until > 0);
        Array broken = connection.createArrayOf("text", brokenTopics.keySet().toArray());
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, broken);
            select.setInt(2, maxBatch);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    batch.add(send(rows));
                }
            }
        }
        if (batch.isEmpty()) {
            return new Round(0, 0);
        }
        List<Long> acknowledged = acknowledged(batch);
        delete(connection, acknowledged);
        int failed = batch.size() - acknowledged.size();
        if (failed > 0) {
            close();
        }
        return new Round(acknowledged.size(), failed);
    }

    private Sent send(ResultSet row) throws SQLException {
        String topic = row.getString("topic");
        String key = row.getString("key");
        String stream = topic + "\n" + key;
        if (brokenTopics.containsKey(topic)) {
            return new Sent(row.getLong("position"), stream, null);
        }
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, row.getBytes("body"));
        header(message, "ce_specversion", "1.0");
        header(message, "ce_id", row.getString("id"));
        header(message, "ce_type", row.getString("ce_type"));
        header(message, "ce_source", row.getString("ce_source"));
        header(
                message,
                "ce_time",
                row.getObject("ce_time", OffsetDateTime.class).toInstant().toString());
        header(message, "traceparent", row.getString("traceparent"));
        header(message, "content-type", "application/json");
        long version = row.getLong("stream_version");
        if (!row.wasNull()) {
            header(message, "ce_streamversion", Long.toString(version));
        }
        Future<RecordMetadata> ack = producer().send(message);
        if (ack.state() == Future.State.FAILED) {
            // The topic is unknown or refused: leave it alone for a while, so that others are not held up.
            brokenTopics.put(topic, System.nanoTime() + TOPIC_RETRY.toNanos());
        }
        return new Sent(row.getLong("position"), stream, ack);
    }

    private List<Long> acknowledged(List<Sent> batch) throws SQLException {
        producer().flush();
        List<Long> positions = new ArrayList<>();
        Set<String> failedStreams = new HashSet<>();
        for (Sent sent : batch) {
            if (failedStreams.contains(sent.stream()) || !arrived(sent)) {
                failedStreams.add(sent.stream());
            } else {
                positions.add(sent.position());
            }
        }
        return positions;
    }

    private static boolean arrived(Sent sent) throws SQLException {
        if (sent.ack() == null) {
            return false;
        }
        try {
            return sent.ack().get() != null;
        } catch (ExecutionException e) {
            LOG.warnf(
                    "Event not acknowledged, stays in the outbox: position=%d reason=%s",
                    sent.position(), String.valueOf(e.getCause()));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while waiting for the broker", e);
        }
    }

    private static void delete(Connection connection, List<Long> positions) throws SQLException {
        if (positions.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("delete from outbox where position = any(?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
            delete.executeUpdate();
        }
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
