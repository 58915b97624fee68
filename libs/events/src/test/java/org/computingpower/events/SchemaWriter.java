package org.computingpower.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;

/** Writes the JSON Schema (draft 2020-12) of one event. Unknown fields are allowed: readers ignore them. */
final class SchemaWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<Class<?>, String[]> TEXTS = Map.of(
            Bytes32.class, new String[] {"^0x[0-9a-f]{64}$", "32 bytes as lower-case hex."},
            NodeId.class, new String[] {"^0x[0-9a-f]{64}$", "A node's identity: 32 bytes as lower-case hex."},
            OrderId.class, new String[] {"^0x[0-9a-f]{64}$", "An order's identity: 32 bytes as lower-case hex."},
            Address.class, new String[] {"^0x[0-9a-f]{40}$", "An Ethereum address as lower-case hex."},
            Signature.class, new String[] {"^0x[0-9a-f]{130}$", "r, s, v: 65 bytes as lower-case hex."},
            TokenAmount.class,
                    new String[] {"^(0|[1-9][0-9]{0,77})$", "Base units of the market's token as a decimal string."});
    private static final String PUBLIC_KEY = "^0x[0-9a-f]{128}$";

    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private SchemaWriter() {}

    /** The schema of one event, complete in itself. */
    static ObjectNode schemaOf(Class<? extends MarketEvent> event) {
        SchemaWriter writer = new SchemaWriter();
        ObjectNode schema = NODES.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", "urn:computingpower:schema:" + Topic.ceType(event))
                .put("title", event.getSimpleName());
        schema.setAll(writer.object(event));
        ObjectNode definitions = schema.putObject("$defs");
        writer.definitions.forEach(definitions::set);
        return schema;
    }

    private ObjectNode object(Class<?> type) {
        SourceDocs docs = SourceDocs.of(type);
        ObjectNode schema =
                NODES.objectNode().put("description", docs.summary()).put("type", "object");
        var required = NODES.arrayNode();
        ObjectNode properties = NODES.objectNode();
        for (RecordComponent field : Shapes.fields(type)) {
            properties.set(Shapes.name(field), field(field, docs.field(field.getName())));
            if (!Shapes.isOptional(field)) {
                required.add(Shapes.name(field));
            }
        }
        schema.set("required", required);
        schema.set("properties", properties);
        return schema;
    }

    private ObjectNode field(RecordComponent field, String description) {
        ObjectNode schema = NODES.objectNode().put("description", description);
        Type type = field.getGenericType();
        ObjectNode item = value(Shapes.itemType(type), field.getName());
        if (Shapes.isList(type)) {
            schema.put("type", "array").set("items", item);
        } else {
            schema.setAll(item);
        }
        return schema;
    }

    private ObjectNode value(Class<?> type, String name) {
        if (type == long.class || type == Long.class) {
            return NODES.objectNode().put("type", "integer").put("minimum", 0).put("maximum", Long.MAX_VALUE);
        }
        if (type == int.class || type == Integer.class) {
            return NODES.objectNode().put("type", "integer").put("minimum", 0).put("maximum", Integer.MAX_VALUE);
        }
        if (type == double.class) {
            return NODES.objectNode().put("type", "number");
        }
        if (type == boolean.class) {
            return NODES.objectNode().put("type", "boolean");
        }
        if (type == String.class) {
            ObjectNode text = NODES.objectNode().put("type", "string");
            return name.endsWith("ublicKey") ? text.put("pattern", PUBLIC_KEY) : text;
        }
        if (type == byte[].class) {
            return NODES.objectNode().put("type", "string").put("contentEncoding", "base64");
        }
        if (type == UUID.class) {
            return NODES.objectNode().put("type", "string").put("format", "uuid");
        }
        if (type == Instant.class) {
            return NODES.objectNode().put("type", "string").put("format", "date-time");
        }
        return reference(type);
    }

    private ObjectNode reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, NODES.objectNode());
            definitions.put(name, definition(type));
        }
        return NODES.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode definition(Class<?> type) {
        String[] text = TEXTS.get(type);
        if (text != null) {
            return NODES.objectNode()
                    .put("description", text[1])
                    .put("type", "string")
                    .put("pattern", text[0]);
        }
        if (type.isEnum()) {
            ObjectNode schema =
                    NODES.objectNode().put("description", SourceDocs.of(type).summary());
            var names = schema.putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                names.add(((Enum<?>) constant).name());
            }
            return schema;
        }
        if (Shapes.isObject(type)) {
            return object(type);
        }
        throw new IllegalStateException("No JSON form for " + type.getName());
    }
}
