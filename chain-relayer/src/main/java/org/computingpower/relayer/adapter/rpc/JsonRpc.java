package org.computingpower.relayer.adapter.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.relayer.application.ChainUnavailableException;

/** JSON-RPC 2.0 over HTTP with bounds on time and size. Blocks; safe for use by several threads. */
public final class JsonRpc {

    /** 64 MiB: logs of a back-fill range of busy contracts; more is refused, a smaller range asks for less. */
    private static final int MAX_ANSWER_BYTES = 64 << 20;

    private static final int HTTP_OK = 200;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http;
    private final URI url;
    private final String name;
    private final Duration timeout;
    private final AtomicLong ids = new AtomicLong();

    /**
     * @param url the endpoint; user info and query may hold credentials, so only scheme, host and port are ever logged
     * @param timeout longest wait for one answer
     */
    public JsonRpc(HttpClient http, URI url, Duration timeout) {
        this.http = http;
        this.url = url;
        this.name = url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        this.timeout = timeout;
    }

    /** The endpoint without credentials. */
    public String name() {
        return name;
    }

    /** An array node for parameters. */
    public static ArrayNode parameters() {
        return MAPPER.createArrayNode();
    }

    /** An object node for a parameter. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Calls a method and returns its result, possibly a null node.
     *
     * @throws JsonRpcError if the endpoint answers with an error
     * @throws ChainUnavailableException if it does not answer as JSON-RPC asks
     */
    public JsonNode call(String method, ArrayNode parameters) throws JsonRpcError {
        ObjectNode request = MAPPER.createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", ids.incrementAndGet())
                .put("method", method);
        request.set("params", parameters);
        JsonNode answer = post(method, request.toString());
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            throw new JsonRpcError(
                    error.path("code").asInt(), error.path("message").asText(), error.path("data"));
        }
        if (!answer.has("result")) {
            throw new ChainUnavailableException(name + " answered " + method + " without result");
        }
        return answer.path("result");
    }

    private JsonNode post(String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream stream = response.body()) {
                byte[] bytes = stream.readNBytes(MAX_ANSWER_BYTES);
                if (response.statusCode() != HTTP_OK || bytes.length == MAX_ANSWER_BYTES) {
                    throw new ChainUnavailableException(name + " answered " + method + " with status "
                            + response.statusCode() + " and " + bytes.length + " bytes");
                }
                return MAPPER.readTree(bytes);
            }
        } catch (JsonProcessingException e) {
            throw new ChainUnavailableException(name + " answered " + method + " with something else than JSON", e);
        } catch (IOException e) {
            throw new ChainUnavailableException(name + " did not answer " + method, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainUnavailableException("Interrupted while asking " + name, e);
        }
    }
}
