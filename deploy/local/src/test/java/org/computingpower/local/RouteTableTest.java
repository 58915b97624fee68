package org.computingpower.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final String RULE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: x}
            spec:
              parentRefs: [{name: x}]
              rules:
                - matches:
                    - path: {type: %s, value: /api}
                  backendRefs:
                    - {name: a, port: 8080}
                  %s
            """;

    @TempDir
    private Path directory;

    private RouteTable read(String text) throws IOException {
        return RouteTable.read(Files.writeString(directory.resolve("route.yaml"), text));
    }

    @Test
    void readsTheFilesThatTheClusterUses() throws IOException {
        Path gateway = Path.of("..", "gateway");
        RouteTable table = RouteTable.read(gateway.resolve("platform.yaml"), gateway.resolve("validator.yaml"));
        assertThat(table.find("/api/orders/v1/quotes").orElseThrow().backend()).isEqualTo("order-service");
        assertThat(table.find("/api/challenge/v1/rounds/stream").orElseThrow().timeout())
                .isZero();
    }

    @Test
    void matchesWholePathSegmentsOnly() throws IOException {
        RouteTable table = read(RULE.formatted("PathPrefix", "timeouts: {request: 7s}"));
        assertThat(table.find("/api").orElseThrow().timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(table.find("/api/x")).isPresent();
        assertThat(table.find("/apix")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters: []",
                "sessionPersistence: {}",
                "timeouts: {backendRequest: 1s}",
                "timeouts: {request: 1m}"
            })
    void refusesWhatItDoesNotUnderstand(String extra) {
        assertThatThrownBy(() -> read(RULE.formatted("PathPrefix", extra)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("route.yaml: ");
    }

    @Test
    void refusesOtherKindsOfMatch() {
        assertThatThrownBy(() -> read(RULE.formatted("RegularExpression", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
