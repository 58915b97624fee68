package org.computingpower.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed schemas and documents say what the records say. After a change of a record run this test once with
 * {@code -Devents.regenerate}: it then writes schemas and documents, and golden files for new records only.
 */
class GeneratedFilesTest {

    private static final boolean REGENERATE = System.getProperty("events.regenerate") != null;
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final ObjectMapper JSON = EventJson.newMapper();

    @ParameterizedTest
    @MethodSource("events")
    void schemaMatchesTheRecord(Class<? extends MarketEvent> event) throws IOException {
        assertCurrent(RESOURCES.resolve(Topic.schemaResource(event)), pretty(SchemaWriter.schemaOf(event)));
    }

    @Test
    void asyncApiDocumentMatchesTheCatalogue() throws IOException {
        assertCurrent(RESOURCES.resolve("asyncapi.yaml"), AsyncApi.write());
    }

    @Test
    void eventsPageMatchesTheCatalogue() throws IOException {
        assertCurrent(Path.of("../../docs/events.md"), EventsPage.write());
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyRecordHasAGoldenFileWithAllFields(Class<? extends MarketEvent> event) throws IOException {
        Path golden = RESOURCES.resolve(Topic.goldenResource(event));
        if (REGENERATE && Files.notExists(golden)) {
            writeGoldens(event, golden);
        }

        Set<String> fields = GoldenFiles.of(event).stream()
                .flatMap(file -> GoldenFiles.json(file).propertyStream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(fields)
                .containsAll(Shapes.fields(event).stream().map(Shapes::name).toList());
    }

    @Test
    void nothingElseLiesBesideTheSchemasAndGoldenFiles() throws IOException {
        Set<String> expected =
                Shapes.events().stream().map(Topic::schemaResource).collect(Collectors.toSet());

        try (Stream<Path> files = Files.walk(RESOURCES.resolve("schemas"))) {
            List<String> found = files.filter(Files::isRegularFile)
                    .map(file -> RESOURCES.relativize(file).toString())
                    .toList();

            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    static List<Class<? extends MarketEvent>> events() {
        return Shapes.events();
    }

    private static void writeGoldens(Class<? extends MarketEvent> event, Path golden) throws IOException {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, pretty(JSON.valueToTree(Samples.of(event, true))));
        JsonNode full = JSON.valueToTree(Samples.of(event, true));
        JsonNode minimal = JSON.valueToTree(Samples.of(event, false));
        if (!full.equals(minimal)) {
            Files.writeString(golden.resolveSibling(event.getSimpleName() + ".minimal.json"), pretty(minimal));
        }
    }

    private static void assertCurrent(Path file, String expected) throws IOException {
        if (REGENERATE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).hasContent(expected);
    }

    private static String pretty(JsonNode node) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return JSON.writer(printer).writeValueAsString(node) + "\n";
    }
}
