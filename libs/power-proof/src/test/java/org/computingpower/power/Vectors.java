package org.computingpower.power;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the golden vectors, which a Python script without any shared code wrote. */
public final class Vectors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    public static Stream<JsonNode> of(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/org/computingpower/power/vectors/" + file)) {
            return stream(JSON.readTree(Objects.requireNonNull(in, file)).get("vectors"));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }

    public static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    public static Hash32 hash(JsonNode parent, String field) {
        return Hash32.parse(parent.get(field).textValue());
    }

    public static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.textValue());
    }

    public static long u64(JsonNode hex) {
        return Long.parseUnsignedLong(hex.textValue(), 16);
    }

    public static long[] nonces(JsonNode array) {
        return stream(array).mapToLong(Vectors::u64).toArray();
    }

    public static List<Hash32> hashes(JsonNode array) {
        List<Hash32> hashes = new ArrayList<>();
        array.forEach(node -> hashes.add(Hash32.parse(node.textValue())));
        return hashes;
    }
}
