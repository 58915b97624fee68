package org.computingpower.gateway.domain.workload;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.computingpower.gateway.domain.Blob;

/**
 * ConfigMaps, Secrets and claims of one application.
 *
 * @param configMaps name to key to content
 * @param secrets name to key to content
 * @param claims names of volume claims
 */
record ConfigData(
        Map<String, Map<String, Blob>> configMaps, Map<String, Map<String, Blob>> secrets, Set<String> claims) {
    /** A key becomes a file name. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}");

    static ConfigData read(
            List<Field> configMaps, List<Field> secrets, List<Field> claims, List<Violation> violations) {
        ConfigData data = new ConfigData(new HashMap<>(), new HashMap<>(), new HashSet<>());
        for (Field configMap : configMaps) {
            configMap.allow("apiVersion", "kind", "metadata", "data", "immutable");
            configMap.get("immutable").flag();
            data.add(data.configMaps, configMap, plain(configMap.get("data")));
        }
        for (Field secret : secrets) {
            secret.allow("apiVersion", "kind", "metadata", "type", "data", "stringData", "immutable");
            secret.get("type").optional(Set.of("Opaque")::contains, "must be Opaque");
            secret.get("immutable").flag();
            Map<String, Blob> content = new HashMap<>(decoded(secret.get("data")));
            content.putAll(plain(secret.get("stringData")));
            data.add(data.secrets, secret, content);
        }
        for (Field claim : claims) {
            claim.allow("apiVersion", "kind", "metadata", "spec");
            Field spec = claim.get("spec").allow("accessModes", "resources", "volumeMode");
            spec.get("volumeMode").optional(Set.of("Filesystem")::contains, "must be Filesystem");
            spec.get("accessModes")
                    .elements()
                    .forEach(mode -> mode.required(Set.of("ReadWriteOnce")::contains, "must be ReadWriteOnce"));
            spec.get("resources").allow("requests").get("requests").allow("storage");
            name(claim).filter(name -> !data.claims.add(name)).ifPresent(name -> claim.complain("stands twice"));
        }
        if (data.totalBytes() > WorkloadLimits.MAX_CONFIG_BYTES) {
            violations.add(new Violation(
                    "documents", "ConfigMaps and Secrets hold at most " + WorkloadLimits.MAX_CONFIG_BYTES + " bytes"));
        }
        return data;
    }

    private static Optional<String> name(Field document) {
        return document.get("metadata").get("name").text();
    }

    private void add(Map<String, Map<String, Blob>> into, Field document, Map<String, Blob> content) {
        name(document)
                .filter(name -> into.putIfAbsent(name, content) != null)
                .ifPresent(name -> document.complain("stands twice"));
    }

    private int totalBytes() {
        int total = 0;
        for (Map<String, Map<String, Blob>> kind : List.of(configMaps, secrets)) {
            for (Map<String, Blob> content : kind.values()) {
                total += content.values().stream().mapToInt(Blob::length).sum();
            }
        }
        return total;
    }

    private static Map<String, Blob> plain(Field data) {
        Map<String, Blob> content = new HashMap<>();
        for (Map.Entry<String, Field> entry : data.entries()) {
            checkKey(entry);
            entry.getValue()
                    .text()
                    .ifPresent(text -> content.put(entry.getKey(), new Blob(text.getBytes(StandardCharsets.UTF_8))));
        }
        return content;
    }

    private static Map<String, Blob> decoded(Field data) {
        Map<String, Blob> content = new HashMap<>();
        for (Map.Entry<String, Field> entry : data.entries()) {
            checkKey(entry);
            entry.getValue().text().ifPresent(text -> {
                try {
                    content.put(entry.getKey(), new Blob(Base64.getDecoder().decode(text)));
                } catch (IllegalArgumentException notBase64) {
                    entry.getValue().complain("must be base64");
                }
            });
        }
        return content;
    }

    private static void checkKey(Map.Entry<String, Field> entry) {
        if (!KEY.matcher(entry.getKey()).matches()) {
            entry.getValue().complain("a key consists of letters, digits, '-', '_' and '.'");
        }
    }
}
