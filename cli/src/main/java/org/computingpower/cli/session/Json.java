package org.computingpower.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON in the conventions of the platform. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The tree of any record of the platform's types. */
    public static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Reads JSON that someone else wrote. */
    public static JsonNode parse(String text, String what) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CliException(what + " is no JSON.");
        }
    }

    /** Reads a signed statement; unknown members are refused, for what is signed must be known. */
    public static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new CliException("The answer holds no " + type.getSimpleName() + ": " + e.getOriginalMessage());
        }
    }

    /** A text member, which must be there. */
    public static String text(JsonNode tree, String member) {
        JsonNode value = tree.path(member);
        if (!value.isTextual()) {
            throw new CliException("The answer lacks " + member + ".");
        }
        return value.asText();
    }

    public static String pretty(JsonNode tree) {
        return tree.toPrettyString();
    }
}
