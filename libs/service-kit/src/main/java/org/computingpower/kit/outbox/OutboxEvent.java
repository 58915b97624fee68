package org.computingpower.kit.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact to publish, as a CloudEvents 1.0 event in binary mode.
 *
 * @param id UUIDv7, {@code ce_id}: consumers apply each id once
 * @param topic Kafka topic
 * @param key Kafka key = aggregate id, 1 to 256 characters
 * @param ceType {@code ce_type}
 * @param ceSource {@code ce_source}
 * @param time {@code ce_time}
 * @param traceparent W3C trace context
 * @param body JSON in UTF-8, at most 768 KiB; not copied, do not change it afterwards
 * @param streamVersion {@code ce_streamversion}: version of the stream (topic, source, key), from 1; null = none
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are compared by id; a copy per event would double the hot path.
public record OutboxEvent(
        UUID id,
        String topic,
        String key,
        String ceType,
        String ceSource,
        Instant time,
        String traceparent,
        byte[] body,
        @Nullable Long streamVersion) {
    /** Largest body in bytes: 768 KiB, below the broker's 1 MiB per record. */
    public static final int MAX_BODY_BYTES = 786_432;

    private static final int MAX_KEY_LENGTH = 256;

    public OutboxEvent {
        if (topic.isBlank() || ceType.isBlank() || ceSource.isBlank()) {
            throw new IllegalArgumentException("topic, type and source are needed");
        }
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("Key of 1 to 256 characters expected, found " + key.length());
        }
        if (body.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("Body of at most 786432 bytes expected, found " + body.length);
        }
        if (streamVersion != null && streamVersion < 1) {
            throw new IllegalArgumentException("Versions start at 1, found " + streamVersion);
        }
    }

    /** The same event with the version given by the aggregate itself. */
    public OutboxEvent withVersion(long version) {
        return new OutboxEvent(id, topic, key, ceType, ceSource, time, traceparent, body, version);
    }

    @Override
    public String toString() {
        return "OutboxEvent[id=" + id + ", topic=" + topic + ", key=" + key + ", type=" + ceType + "]";
    }
}
