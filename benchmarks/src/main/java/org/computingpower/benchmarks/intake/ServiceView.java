package org.computingpower.benchmarks.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.events.EventJson;
import org.computingpower.power.Hash32;

/** What anybody can ask the service: rounds and metrics. */
final class ServiceView {
    private static final int OK = 200;
    private static final long MEBIBYTE = 1L << 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = EventJson.newMapper();
    private final String url;

    ServiceView(String url) {
        this.url = url;
    }

    /**
     * A round that was opened.
     *
     * @param epoch its epoch
     * @param seed its epoch seed
     * @param openedAt T0
     */
    record Opened(long epoch, Hash32 seed, Instant openedAt) {}

    /** The round of an epoch once it is open. */
    Optional<Opened> round(long epoch) {
        HttpResponse<String> answer = get("/api/challenge/v1/rounds/" + epoch);
        if (answer.statusCode() != OK) {
            return Optional.empty();
        }
        try {
            JsonNode round = json.readTree(answer.body());
            return Optional.of(new Opened(
                    epoch,
                    Hash32.parse(round.path("round").path("epochSeed").asText()),
                    Instant.parse(round.path("openedAt").asText())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The heap in use, garbage included, in MiB. */
    long heapMebibytes() {
        return (long) get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / MEBIBYTE;
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
