package org.computingpower.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes {@code asyncapi.yaml}, version 3.0.0, from the catalogue. */
final class AsyncApi {

    private AsyncApi() {}

    /** The whole document. */
    static String write() {
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        Map<String, Object> messages = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            channels.put(topic.topicName(), channel(topic));
            operations.put("publish." + topic.topicName(), operation(topic));
            topic.records().forEach(event -> messages.put(event.getSimpleName(), message(topic, event)));
        }
        Map<String, Object> document = map(
                "asyncapi",
                "3.0.0",
                "info",
                map(
                        "title", "Computing Power Platform events",
                        "version", "1.0.0",
                        "description", "Every fact the services publish. Generated from libs/events.",
                        "license", map("name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0")),
                "defaultContentType",
                "application/json",
                "channels",
                channels,
                "operations",
                operations,
                "components",
                map("schemas", map("CloudEventHeaders", headers()), "messages", messages));
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(1000)
                .setSplitLines(false)
                .build();
        return new Dump(settings).dumpToString(document);
    }

    private static Map<String, Object> channel(Topic topic) {
        Map<String, Object> messages = new LinkedHashMap<>();
        topic.records()
                .forEach(event -> messages.put(
                        event.getSimpleName(), reference("#/components/messages/" + event.getSimpleName())));
        TopicsFile file = TopicsFile.of(topic);
        return map(
                "address", topic.topicName(),
                "description", SourceDocs.of(topic.eventType()).summary(),
                "messages", messages,
                "bindings",
                        map(
                                "kafka",
                                map(
                                        "topic", topic.topicName(),
                                        "partitions", file.partitions(),
                                        "topicConfiguration",
                                                map(
                                                        "cleanup.policy",
                                                        List.of("delete"),
                                                        "retention.ms",
                                                        file.retentionMillis()),
                                        "bindingVersion", "0.5.0")));
    }

    private static Map<String, Object> operation(Topic topic) {
        TopicsFile file = TopicsFile.of(topic);
        return map(
                "action",
                "send",
                "channel",
                reference("#/channels/" + topic.topicName()),
                "summary",
                "Published by " + file.producer() + ", read by " + String.join(", ", file.consumers()) + ".");
    }

    private static Map<String, Object> message(Topic topic, Class<? extends MarketEvent> event) {
        return map(
                "name", Topic.ceType(event),
                "title", event.getSimpleName(),
                "summary", SourceDocs.of(event).summary(),
                "contentType", "application/json",
                "headers", reference("#/components/schemas/CloudEventHeaders"),
                "payload", reference("./" + Topic.schemaResource(event)),
                "bindings",
                        map(
                                "kafka",
                                map(
                                        "key",
                                        map("type", "string", "description", topic.keyName()),
                                        "bindingVersion",
                                        "0.5.0")));
    }

    private static Map<String, Object> headers() {
        return map(
                "type", "object",
                "required", List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"),
                "properties",
                        map(
                                "ce_specversion", map("type", "string", "const", "1.0"),
                                "ce_id",
                                        map(
                                                "type",
                                                "string",
                                                "format",
                                                "uuid",
                                                "description",
                                                "UUIDv7; the consumer's inbox refuses a second effect of the same id."),
                                "ce_source",
                                        map(
                                                "type",
                                                "string",
                                                "description",
                                                "The publishing service; a validator's address is part of it."),
                                "ce_type", map("type", "string", "description", "The name of the message."),
                                "ce_time", map("type", "string", "format", "date-time"),
                                "traceparent", map("type", "string", "description", "W3C Trace Context.")));
    }

    private static Map<String, Object> reference(String target) {
        return map("$ref", target);
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
