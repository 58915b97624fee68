package org.computingpower.events;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One line of {@code topics.yaml}.
 *
 * @param name name of the topic
 * @param key what the Kafka key is
 * @param partitions number of partitions
 * @param retentionMillis how long facts are kept, -1 for ever
 * @param producer the service that publishes
 * @param writers {@code owner} or {@code validators}
 * @param consumers the services that read
 */
record TopicsFile(
        String name,
        String key,
        int partitions,
        long retentionMillis,
        String producer,
        String writers,
        List<String> consumers) {

    /** All lines of the file. */
    static List<TopicsFile> read() {
        try (InputStream file = Objects.requireNonNull(TopicsFile.class.getResourceAsStream("/topics.yaml"))) {
            Object document = new Load(LoadSettings.builder().build()).loadFromInputStream(file);
            return EventJson.newMapper()
                    .convertValue(document, new TypeReference<Map<String, List<TopicsFile>>>() {})
                    .getOrDefault("topics", List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line of a topic. */
    static TopicsFile of(Topic topic) {
        return read().stream()
                .filter(line -> line.name().equals(topic.topicName()))
                .findFirst()
                .orElseThrow();
    }
}
