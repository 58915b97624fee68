package org.computingpower.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.computingpower.cli.session.CliException;

/** Plain HTTP calls with a time-out and a limit on the answer. */
public final class HttpCalls {
    /** Largest answer that is read: an application's answer through the gateway may be this big. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client;

    public HttpCalls(HttpClient client) {
        this.client = client;
    }

    /**
     * An answer of any status.
     *
     * @param status HTTP status
     * @param contentType value of Content-Type, or empty
     * @param body all bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one call.
    public record Answer(int status, String contentType, byte[] body) {
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        public String asText() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The text of a successful answer; otherwise the refusal is thrown. */
        public String text() {
            if (!isSuccess()) {
                throw ApiRefusal.of(status, asText());
            }
            return asText();
        }
    }

    public Answer get(String url) {
        return send("GET", url, Map.of(), "");
    }

    /** Sends a request; an empty body is none. */
    public Answer send(String method, String url, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream stream = answer.body()) {
                byte[] bytes = stream.readNBytes(MAX_ANSWER_BYTES + 1);
                if (bytes.length > MAX_ANSWER_BYTES) {
                    throw new CliException("The answer of " + url + " is larger than 64 MiB.");
                }
                String contentType = answer.headers().firstValue("Content-Type").orElse("");
                return new Answer(answer.statusCode(), contentType, bytes);
            }
        } catch (ConnectException e) {
            throw new CliException("Nobody answers at " + url + ".", "Is it running? Is --platform right?");
        } catch (SSLException e) {
            throw new CliException("No trusted connection to " + url + ": " + deepest(e));
        } catch (IOException e) {
            throw new CliException("The call of " + url + " failed: " + deepest(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while calling " + url + ".");
        }
    }

    private static String deepest(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        return String.valueOf(deepest.getMessage());
    }
}
