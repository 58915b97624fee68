package org.computingpower.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The routes of the edge, read from the same Kubernetes HTTPRoute files (Gateway API v1) that a cluster uses.
 *
 * <p>Understood: PathPrefix matches, one backendRef per rule, {@code timeouts.request}. Everything else is refused, so that
 * the local edge never quietly differs from the cluster.
 *
 * @param routes longest prefix first
 */
record RouteTable(List<Route> routes) {

    /**
     * One rule.
     *
     * @param prefix path prefix, matched by whole segments (Gateway API, HTTPPathMatch)
     * @param backend name of the service
     * @param timeout of the whole request; zero = none
     */
    record Route(String prefix, String backend, Duration timeout) {
        boolean matches(String path) {
            return path.equals(prefix) || path.startsWith(prefix + "/");
        }
    }

    RouteTable {
        routes = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.prefix().length())
                        .reversed())
                .toList();
    }

    static RouteTable read(Path... files) throws IOException {
        List<Route> routes = new ArrayList<>();
        for (Path file : files) {
            try (InputStream input = Files.newInputStream(file)) {
                for (Object document : new Load(LoadSettings.builder().build()).loadAllFromInputStream(input)) {
                    routes.addAll(new Reader(file.getFileName().toString()).read(document));
                }
            }
        }
        return new RouteTable(routes);
    }

    Optional<Route> find(String path) {
        return routes.stream().filter(route -> route.matches(path)).findFirst();
    }

    private record Reader(String file) {

        List<Route> read(@Nullable Object document) {
            Map<?, ?> root = map(document, "document", Set.of("apiVersion", "kind", "metadata", "spec"));
            expect(root.get("apiVersion"), "gateway.networking.k8s.io/v1", "apiVersion");
            expect(root.get("kind"), "HTTPRoute", "kind");
            Map<?, ?> spec = map(root.get("spec"), "spec", Set.of("parentRefs", "rules"));
            List<Route> routes = new ArrayList<>();
            for (Object rule : list(spec.get("rules"), "rules")) {
                routes.addAll(rule(map(rule, "rule", Set.of("matches", "backendRefs", "timeouts"))));
            }
            return routes;
        }

        private List<Route> rule(Map<?, ?> rule) {
            List<?> backends = list(rule.get("backendRefs"), "backendRefs");
            if (backends.size() != 1) {
                throw refused("exactly one backendRef is understood, found " + backends.size());
            }
            String backend = string(map(backends.getFirst(), "backendRef", Set.of("name", "port")), "name");
            Object timeouts = rule.get("timeouts");
            Duration timeout = timeouts == null
                    ? Duration.ZERO
                    : duration(string(map(timeouts, "timeouts", Set.of("request")), "request"));
            List<Route> routes = new ArrayList<>();
            for (Object match : list(rule.get("matches"), "matches")) {
                Map<?, ?> path = map(map(match, "match", Set.of("path")).get("path"), "path", Set.of("type", "value"));
                expect(path.get("type"), "PathPrefix", "path type");
                routes.add(new Route(string(path, "value"), backend, timeout));
            }
            return routes;
        }

        private Duration duration(String text) {
            if (!text.matches("[0-9]{1,5}s")) {
                throw refused("a timeout is whole seconds such as 30s, found " + text);
            }
            return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        }

        private Map<?, ?> map(@Nullable Object value, String what, Set<String> known) {
            if (!(value instanceof Map<?, ?> map)) {
                throw refused(what + " must be a mapping");
            }
            map.keySet().stream()
                    .filter(key -> !known.contains(key))
                    .findFirst()
                    .ifPresent(key -> {
                        throw refused(what + " has '" + key + "', which the local edge does not understand");
                    });
            return map;
        }

        private List<?> list(@Nullable Object value, String what) {
            if (value instanceof List<?> list && !list.isEmpty()) {
                return list;
            }
            throw refused(what + " must be a non-empty list");
        }

        private String string(Map<?, ?> map, String key) {
            if (map.get(key) instanceof String text) {
                return text;
            }
            throw refused(key + " must be a string");
        }

        private void expect(@Nullable Object found, String expected, String what) {
            if (!expected.equals(found)) {
                throw refused(what + " must be " + expected + ", found " + found);
            }
        }

        private IllegalArgumentException refused(String why) {
            return new IllegalArgumentException(file + ": " + why);
        }
    }
}
