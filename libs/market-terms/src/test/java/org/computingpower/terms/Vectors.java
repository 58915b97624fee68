package org.computingpower.terms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Golden vectors under {@code src/test/resources/vectors}, read by the contracts' tests too. {@code -Dvectors.write}
 * writes a file that is not there yet; an existing file is never changed.
 */
public final class Vectors {

    /** Reads and writes the vectors' JSON. */
    public static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final Path FOLDER = Path.of("src/test/resources/vectors");

    private Vectors() {}

    /** Asserts that a computed document is the golden one. */
    public static void assertGolden(String file, JsonNode computed) {
        Path path = FOLDER.resolve(file);
        try {
            if (Boolean.getBoolean("vectors.write") && !Files.exists(path)) {
                Files.writeString(path, JSON.writeValueAsString(computed) + "\n");
            }
            assertThat(JSON.readTree(JSON.writeValueAsString(computed)))
                    .isEqualTo(JSON.readTree(Files.readString(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
