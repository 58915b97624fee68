package org.computingpower.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Plain JSON-RPC to a chain: just what deploying and looking needs. */
public final class Rpc {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MINED_WITHIN = Duration.ofSeconds(20);
    private static final long POLL_NANOS = 50_000_000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI url;

    /** A client of the endpoint {@code url}. */
    public Rpc(String url) {
        this.url = URI.create(url);
    }

    /** One call; an error answer is thrown with its message. */
    public JsonNode call(String method, Object... parameters) {
        try {
            String body = json.writeValueAsString(
                    Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters)));
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url)
                            .timeout(TIMEOUT)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode tree = json.readTree(answer.body());
            if (tree.has("error")) {
                throw new IllegalStateException(method + " refused: " + tree.get("error"));
            }
            return tree.path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(method + " failed at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Waits for the receipt of a transaction; a reverted one is an error. */
    public JsonNode receipt(String txHash) {
        long end = System.nanoTime() + MINED_WITHIN.toNanos();
        while (System.nanoTime() < end) {
            JsonNode receipt = call("eth_getTransactionReceipt", txHash);
            if (!receipt.isNull() && !receipt.isMissingNode()) {
                if (!"0x1".equals(receipt.path("status").asText())) {
                    throw new IllegalStateException("Transaction reverted: " + txHash);
                }
                return receipt;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IllegalStateException("Transaction not mined within " + MINED_WITHIN + ": " + txHash);
    }

    /** The result of a read-only contract call at a block tag. */
    public String read(String contract, String data, String block) {
        return call("eth_call", Map.of("to", contract, "data", data), block).asText();
    }
}
