package org.computingpower.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The committed golden examples. A record has one file of its name, and any number of {@code Name.what.json} beside it. */
final class GoldenFiles {

    private static final Path GOLDEN = Path.of("src/main/resources/golden");

    private GoldenFiles() {}

    /** All files of one record. */
    static List<Path> of(Class<? extends MarketEvent> event) {
        return all().stream().filter(file -> eventOf(file).equals(event)).toList();
    }

    /** All files. */
    static List<Path> all() {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The record a file is an example of. */
    static Class<? extends MarketEvent> eventOf(Path file) {
        String topic = topicOf(file);
        String name = file.getFileName().toString().split("\\.", 2)[0];
        return Topic.named(topic).orElseThrow().records().stream()
                .filter(event -> event.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The topic, which is the name of the file's folder. */
    static String topicOf(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    /** The file's text. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as a tree. */
    static JsonNode json(Path file) {
        try {
            return EventJson.newMapper().readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
