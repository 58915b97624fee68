package org.computingpower.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.computingpower.kit.Traceparent;
import org.jspecify.annotations.Nullable;

/** Headers of CloudEvents 1.0 in binary mode (Kafka protocol binding) to and from {@link ReceivedEvent}. */
final class EventCodec {
    static final int MAX_HEADER_LENGTH = 1_024;

    private EventCodec() {}

    static ReceivedEvent decode(ConsumerRecord<String, byte[]> message) {
        return decode(
                headers(message),
                message.topic(),
                message.partition(),
                message.offset(),
                message.key(),
                message.value());
    }

    static ReceivedEvent decode(
            Map<String, String> headers,
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            byte @Nullable [] body) {
        if (!"1.0".equals(headers.get("ce_specversion"))) {
            throw new PoisonEventException("Not a CloudEvents 1.0 event in binary mode: ce_specversion");
        }
        if (key == null || key.isEmpty() || key.indexOf(0) >= 0 || body == null || body.length == 0) {
            throw new PoisonEventException("Key or body missing or malformed");
        }
        try {
            String version = headers.get("ce_streamversion");
            return new ReceivedEvent(
                    UUID.fromString(needed(headers, "ce_id")),
                    needed(headers, "ce_type"),
                    needed(headers, "ce_source"),
                    Instant.parse(needed(headers, "ce_time")),
                    headers.getOrDefault("traceparent", Traceparent.current()),
                    version == null ? null : positive(version),
                    topic,
                    partition,
                    offset,
                    key,
                    body);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PoisonEventException("Malformed header", e);
        }
    }

    /** All headers as text; the first of a name counts. */
    static Map<String, String> headers(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : message.headers()) {
            if (header.value() != null && header.value().length <= MAX_HEADER_LENGTH) {
                headers.putIfAbsent(
                        storable(header.key()), storable(new String(header.value(), StandardCharsets.UTF_8)));
            }
        }
        return headers;
    }

    static Map<String, String> headers(ReceivedEvent event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.id().toString());
        headers.put("ce_type", event.type());
        headers.put("ce_source", event.source());
        headers.put("ce_time", event.time().toString());
        headers.put("traceparent", event.traceparent());
        if (event.streamVersion() != null) {
            headers.put("ce_streamversion", event.streamVersion().toString());
        }
        return headers;
    }

    /** PostgreSQL does not store U+0000 in text. */
    static String storable(String text) {
        return text.replace((char) 0, (char) 0xFFFD);
    }

    private static long positive(String version) {
        long number = Long.parseLong(version);
        if (number < 1) {
            throw new PoisonEventException("Versions start at 1: ce_streamversion");
        }
        return number;
    }

    private static String needed(Map<String, String> headers, String name) {
        String value = headers.get(name);
        if (value == null || value.isBlank()) {
            throw new PoisonEventException("Header missing: " + name);
        }
        return value;
    }
}
