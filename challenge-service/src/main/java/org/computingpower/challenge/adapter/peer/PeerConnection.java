package org.computingpower.challenge.adapter.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Posts JSON to one validator's endpoint and says what its answer means. */
final class PeerConnection {

    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final int OVERLOADED_HINT = 429;
    private static final int EARLY = 409;

    private final HttpClient client;
    private final String base;

    /** @param base where the paths of messages begin, with a slash at its end */
    PeerConnection(HttpClient client, String base) {
        this.client = client;
        this.base = base;
    }

    /** What an answer means for the sender. */
    sealed interface Reply {

        /** Taken; the body may name what is to be sent again. */
        record Taken(String body) implements Reply {}

        /** No answer, or not now: worth another try. */
        record Again(String reason) implements Reply {}

        /** Another try would be refused too. */
        record Refused(int status) implements Reply {}
    }

    /** Never fails: a broken connection is a reply too. */
    CompletableFuture<Reply> post(String path, byte[] json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle(PeerConnection::reply);
    }

    private static Reply reply(@Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        if (answer == null) {
            return new Reply.Again(String.valueOf(failure));
        }
        int status = answer.statusCode();
        if (status < 300) {
            return new Reply.Taken(answer.body());
        }
        boolean later = status == EARLY || status == OVERLOADED_HINT || status >= 500;
        return later ? new Reply.Again("status " + status) : new Reply.Refused(status);
    }

    @Override
    public String toString() {
        return base;
    }
}
