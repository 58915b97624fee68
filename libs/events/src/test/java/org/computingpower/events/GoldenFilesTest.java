package org.computingpower.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden file ever published is readable for ever. */
class GoldenFilesTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void parsesAndWritesTheSameAgain(Path file) throws IOException {
        MarketEvent event = EventJson.read(GoldenFiles.text(file), GoldenFiles.eventOf(file));

        assertThat(EventJson.newMapper().readTree(EventJson.write(event))).isEqualTo(GoldenFiles.json(file));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void hasAFieldOfItsOwnTopicAsKey(Path file) throws IOException {
        MarketEvent event = EventJson.read(GoldenFiles.text(file), GoldenFiles.eventOf(file));

        assertThat(Topic.keyOf(event)).isNotBlank();
        assertThat(Topic.of(event).topicName()).isEqualTo(GoldenFiles.topicOf(file));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void fulfillsItsSchema(Path file) throws IOException {
        assertThat(schemaOf(file).validate(GoldenFiles.text(file), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void isReadWithFieldsOfALaterVersion(Path file) throws IOException {
        ObjectNode later = (ObjectNode) GoldenFiles.json(file);
        later.putObject("addedLater").put("x", 1);

        MarketEvent event = EventJson.read(later.toString(), GoldenFiles.eventOf(file));

        assertThat(event).isEqualTo(EventJson.read(GoldenFiles.text(file), GoldenFiles.eventOf(file)));
        assertThat(schemaOf(file).validate(later.toString(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void schemaRefusesEachMissingRequiredField(Path file) throws IOException {
        Schema schema = schemaOf(file);
        for (var field : Shapes.fields(GoldenFiles.eventOf(file))) {
            ObjectNode incomplete = (ObjectNode) GoldenFiles.json(file);
            incomplete.remove(Shapes.name(field));

            assertThat(schema.validate(incomplete.toString(), InputFormat.JSON).isEmpty())
                    .as(field.getName())
                    .isEqualTo(Shapes.isOptional(field));
        }
    }

    @Test
    void schemaRefusesUpperCaseHexAndAmountsThatAreNumbers() throws IOException {
        Path file = Path.of("src/main/resources", Topic.goldenResource(SettlementOrderEvent.OrderSettled.class));
        ObjectNode upperCase = (ObjectNode) GoldenFiles.json(file);
        upperCase.put("orderId", upperCase.get("orderId").asText().toUpperCase(Locale.ROOT));
        ObjectNode number = ((ObjectNode) GoldenFiles.json(file)).put("deposit", 5);

        assertThat(schemaOf(file).validate(upperCase.toString(), InputFormat.JSON))
                .hasSize(1);
        assertThat(schemaOf(file).validate(number.toString(), InputFormat.JSON)).hasSize(1);
    }

    static List<Path> goldenFiles() {
        return GoldenFiles.all();
    }

    private static Schema schemaOf(Path file) throws IOException {
        Path schema = Path.of("src/main/resources", Topic.schemaResource(GoldenFiles.eventOf(file)));
        return SCHEMAS.getSchema(Files.readString(schema), InputFormat.JSON);
    }
}
