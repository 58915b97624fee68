package org.computingpower.events;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code docs/events.md} from the records and their Javadoc. */
final class EventsPage {

    private final StringBuilder page = new StringBuilder();

    private EventsPage() {}

    /** The whole page. */
    static String write() {
        EventsPage writer = new EventsPage();
        writer.head();
        for (Topic topic : Topic.values()) {
            writer.topic(topic);
        }
        writer.line("## Types inside events").line("");
        writer.line("Signed statements and their enums are listed in [protocol.md](protocol.md).")
                .line("");
        Shapes.parts().stream()
                .filter(type -> type.getPackageName().equals(Topic.class.getPackageName()))
                .forEach(writer::part);
        return writer.page.toString().stripTrailing() + "\n";
    }

    private void head() {
        line("# Events").line("");
        line(
                "Generated from `libs/events`; a test fails when this page is stale. Facts travel as CloudEvents 1.0 in binary mode:");
        line(
                "the attributes are Kafka headers (`ce_id`, `ce_source`, `ce_type`, `ce_time`, `traceparent`), the body is the JSON below.");
        line(
                "Each event has a JSON Schema and a golden example in `libs/events/src/main/resources`. Only optional fields are ever added,");
        line("readers ignore fields they do not know, and golden examples are never edited. `?` marks an optional field.")
                .line("");
        line("| topic | key | kept | published by | read by |").line("|---|---|---|---|---|");
        for (Topic topic : Topic.values()) {
            TopicsFile file = TopicsFile.of(topic);
            line("| [%s](#%s) | %s | %s | %s | %s |"
                    .formatted(
                            topic.topicName(),
                            anchor(topic.topicName()),
                            topic.keyName(),
                            topic.retention().map(kept -> kept.toHours() + " h").orElse("for ever"),
                            publisher(file),
                            String.join(", ", file.consumers())));
        }
        line("");
    }

    private static String publisher(TopicsFile file) {
        return file.writers().equals("validators") ? file.producer() + " of every validator" : file.producer();
    }

    private void topic(Topic topic) {
        line("## %s".formatted(topic.topicName())).line("");
        line(SourceDocs.of(topic.eventType()).summary()).line("");
        topic.records().forEach(event -> {
            line("### %s".formatted(event.getSimpleName())).line("");
            line("`%s`".formatted(Topic.ceType(event))).line("");
            fields(event);
        });
    }

    private void part(Class<?> type) {
        line("### %s".formatted(type.getSimpleName())).line("");
        if (type.isEnum()) {
            line(SourceDocs.of(type).summary()).line("");
            line(Arrays.stream(type.getEnumConstants())
                            .map(constant -> "`" + ((Enum<?>) constant).name() + "`")
                            .collect(Collectors.joining(", ")))
                    .line("");
        } else {
            fields(type);
        }
    }

    private void fields(Class<?> type) {
        SourceDocs docs = SourceDocs.of(type);
        line(docs.summary()).line("");
        line("| field | type | meaning |").line("|---|---|---|");
        for (RecordComponent field : Shapes.fields(type)) {
            line("| %s%s | %s | %s |"
                    .formatted(
                            Shapes.name(field),
                            Shapes.isOptional(field) ? "?" : "",
                            typeName(field),
                            docs.field(field.getName()).replace("|", "\\|")));
        }
        line("");
    }

    private static String typeName(RecordComponent field) {
        Class<?> type = Shapes.itemType(field.getGenericType());
        String name = switch (type.getSimpleName()) {
            case "long", "Long", "int", "Integer" -> "integer";
            case "double" -> "number";
            case "byte[]" -> "base64";
            case "String" -> "string";
            case "Instant" -> "instant";
            case String other -> other;
        };
        if (Shapes.isObject(type) || type.isEnum()) {
            boolean isOurs = type.getPackageName().equals(Topic.class.getPackageName());
            name = "[" + name + "](" + (isOurs ? "#" + anchor(name) : "protocol.md") + ")";
        }
        return Shapes.isList(field.getGenericType()) ? "list of " + name : name;
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replace(".", "");
    }

    private EventsPage line(String text) {
        page.append(text).append('\n');
        return this;
    }
}
