package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.computingpower.kit.fixture.PostgresProcess;
import org.computingpower.local.LocalStack;
import org.computingpower.local.Memory;
import org.computingpower.local.StackFile;

/** What a stranger can look up of a running market, without any of its clients. */
final class Lookups {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final LocalStack stack;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Lookups(LocalStack stack) {
        this.stack = stack;
    }

    JsonNode node(String nodeId) {
        return get("/api/registry/v1/nodes/" + nodeId);
    }

    /** A proposed slash that names the order. */
    Optional<JsonNode> slashOf(String orderId) {
        return StreamSupport.stream(
                        get("/api/settlement/v1/slashes").path("items").spliterator(), false)
                .filter(slash -> slash.toString().contains(orderId))
                .findFirst();
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(stack.file().edgeUrl() + path))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new StoryException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryException("Interrupted");
        }
    }

    Optional<JsonNode> json(String text) {
        try {
            return Optional.of(json.readTree(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The application's own JSON, whether the client printed it alone or inside its answer. */
    JsonNode result(JsonNode answer) {
        JsonNode body = answer.path("body");
        return body.isTextual()
                ? json(body.asText()).orElse(MissingNode.getInstance())
                : body.isObject() ? body : answer;
    }

    int count(JsonNode windows, String outcome) {
        return Math.toIntExact(StreamSupport.stream(windows.spliterator(), false)
                .filter(window -> outcome.equals(window.path("outcome").asText()))
                .count());
    }

    /** One order of a reconciliation report. */
    JsonNode order(JsonNode report, String orderId) {
        return StreamSupport.stream(report.path("orders").spliterator(), false)
                .filter(order -> orderId.equals(order.path("orderId").asText()))
                .findFirst()
                .orElseThrow(() -> new StoryException("The reconciliation does not know order " + orderId));
    }

    long stackPssMiB() {
        return stack.file().parts().stream().mapToLong(StackFile.Part::pssMiB).sum();
    }

    long pssMiB(long pid) {
        return Memory.pssMiB(pid);
    }

    /** Hits of a canary in all databases, topics and logs of the platform. */
    int plaintext(String canary) {
        CanaryScan scan = new CanaryScan(canary);
        Path services = stack.options().directory().resolve("services");
        return scan.databases(
                        stack.postgres().jdbcUrl(""),
                        PostgresProcess.SUPERUSER,
                        stack.postgres().password())
                + scan.topics(stack.file().kafkaBootstrap())
                + scan.logs(services);
    }

    void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
