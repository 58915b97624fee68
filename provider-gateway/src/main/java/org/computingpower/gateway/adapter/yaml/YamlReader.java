package org.computingpower.gateway.adapter.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.gateway.application.orders.ManifestSource.Parsed;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads strangers' YAML: JSON schema only, no aliases or anchors, no tags, no duplicate keys, bounded depth, documents and
 * nodes. The events are looked at before anything is built, so a bomb never goes off.
 */
public final class YamlReader {
    /** Deployments reach 12. */
    static final int MAX_DEPTH = 32;

    static final int MAX_DOCUMENTS = 20;
    /** A 1 MiB file of the shortest scalars would hold 500000. */
    static final int MAX_NODES = 50_000;

    private static final int MAX_CODE_POINTS = 1 << 20;

    private final LoadSettings settings = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(MAX_CODE_POINTS)
            .setLabel("application")
            .build();

    /** Reads all documents; each must be a map with text keys at every depth. */
    public Parsed read(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Optional<String> objection = objection(text);
            return objection.<Parsed>map(Parsed.Malformed::new).orElseGet(() -> load(text));
        } catch (CharacterCodingException e) {
            return new Parsed.Malformed("it is not UTF-8");
        } catch (YamlEngineException e) {
            return new Parsed.Malformed(firstLine(e));
        }
    }

    private Optional<String> objection(String text) {
        int depth = 0;
        int documents = 0;
        int nodes = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event) {
                case AliasEvent _ -> {
                    return Optional.of("aliases are not allowed");
                }
                case DocumentStartEvent _ -> documents++;
                case CollectionStartEvent _ -> depth++;
                case CollectionEndEvent _ -> depth--;
                default -> {}
            }
            if (event instanceof NodeEvent node) {
                nodes++;
                if (node.getAnchor().isPresent()) {
                    return Optional.of("anchors are not allowed");
                }
            }
            if (isTagged(event)) {
                return Optional.of("tags are not allowed");
            }
            if (depth > MAX_DEPTH) {
                return Optional.of("deeper than " + MAX_DEPTH);
            }
            if (documents > MAX_DOCUMENTS) {
                return Optional.of("more than " + MAX_DOCUMENTS + " documents");
            }
            if (nodes > MAX_NODES) {
                return Optional.of("more than " + MAX_NODES + " nodes");
            }
        }
        return Optional.empty();
    }

    private static boolean isTagged(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag().isPresent();
            case CollectionStartEvent collection -> collection.getTag().isPresent();
            default -> false;
        };
    }

    private Parsed load(String text) {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Load(settings).loadAllFromString(text)) {
            if (document == null) {
                continue;
            }
            if (!(document instanceof Map<?, ?>) || !hasTextKeys(document)) {
                return new Parsed.Malformed("every document is a map whose keys are texts");
            }
            @SuppressWarnings("unchecked") // every key was looked at
            Map<String, Object> map = (Map<String, Object>) document;
            documents.add(map);
        }
        return documents.isEmpty()
                ? new Parsed.Malformed("it holds no document")
                : new Parsed.Documents(List.copyOf(documents));
    }

    private static boolean hasTextKeys(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.keySet().stream().allMatch(String.class::isInstance)
                        && map.values().stream().allMatch(YamlReader::isNullOrHasTextKeys);
            case List<?> list -> list.stream().allMatch(YamlReader::isNullOrHasTextKeys);
            default -> true;
        };
    }

    private static boolean isNullOrHasTextKeys(@org.jspecify.annotations.Nullable Object value) {
        return value == null || hasTextKeys(value);
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is no YAML");
    }
}
