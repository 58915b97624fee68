package org.computingpower.challenge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client of the round stream. */
final class RoundEvents implements AutoCloseable {

    record Event(String id, String name, JsonNode data) {}

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private String id = "";
    private String name = "";

    RoundEvents(@Nullable String lastEventId) {
        this("http://127.0.0.1:" + RestAssured.port, lastEventId);
    }

    RoundEvents(String origin, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + "/api/challenge/v1/rounds/stream"))
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        ObjectMapper json = new ObjectMapper();
        Thread.ofVirtual().start(() -> {
            try {
                client.send(request.build(), HttpResponse.BodyHandlers.ofLines())
                        .body()
                        .forEach(line -> read(json, line));
            } catch (java.io.IOException | java.io.UncheckedIOException closed) {
                // The test ended.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void read(ObjectMapper json, String line) {
        if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("event: ")) {
            name = line.substring(7);
        } else if (line.startsWith("data: ")) {
            try {
                events.add(new Event(id, name, json.readTree(line.substring(6))));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    List<Event> all() {
        return List.copyOf(events);
    }

    List<Event> named(String wanted) {
        return events.stream().filter(event -> event.name().equals(wanted)).toList();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
