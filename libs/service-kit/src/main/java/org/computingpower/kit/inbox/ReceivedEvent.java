package org.computingpower.kit.inbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvents 1.0 event as it arrived. Who may write a topic is the broker's access list; what a body says is only
 * worth what its signature is.
 *
 * @param id {@code ce_id}
 * @param type {@code ce_type}
 * @param source {@code ce_source}
 * @param time {@code ce_time}
 * @param traceparent W3C trace context; a new one if the producer sent none
 * @param streamVersion {@code ce_streamversion} of the stream (topic, source, key); null = none
 * @param key Kafka key = aggregate id
 * @param body JSON in UTF-8; not copied, do not change it
 */
@SuppressWarnings("ArrayRecordComponent") // Events are compared by id; a copy per event would double the hot path.
public record ReceivedEvent(
        UUID id,
        String type,
        String source,
        Instant time,
        String traceparent,
        @Nullable Long streamVersion,
        String topic,
        int partition,
        long offset,
        String key,
        byte[] body) {
    /** The version of the stream; a poison event if the producer sent none. */
    public long version() {
        if (streamVersion == null) {
            throw new PoisonEventException("Version missing: ce_streamversion");
        }
        return streamVersion;
    }

    Stream stream() {
        return new Stream(topic, source, key);
    }

    /** What versions are counted in. */
    record Stream(String topic, String source, String key) {}

    @Override
    public String toString() {
        return "ReceivedEvent[id=" + id + ", topic=" + topic + ", key=" + key + ", type=" + type + "]";
    }
}
