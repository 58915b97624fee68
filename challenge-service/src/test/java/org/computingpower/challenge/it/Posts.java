package org.computingpower.challenge.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Answers of nodes that are sent without waiting for those before. */
final class Posts implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String origin;

    Posts(String origin) {
        this.origin = origin;
    }

    /** Where they go. */
    String origin() {
        return origin;
    }

    /** One that is under way or answered. */
    record Post(CompletableFuture<HttpResponse<String>> answer) {

        boolean isTurnedAway() {
            return isAnswered() && status() == 503;
        }

        boolean isAnswered() {
            return answer.isDone();
        }

        /** Waits for the answer. */
        int status() {
            return answer.join().statusCode();
        }

        String header(String name) {
            return answer.join().headers().firstValue(name).orElse("");
        }

        String body() {
            return answer.join().body();
        }
    }

    Post send(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/api/challenge/v1" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return new Post(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }

    List<Post> sendTimes(int times, String path, String body) {
        return Stream.generate(() -> send(path, body)).limit(times).toList();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
