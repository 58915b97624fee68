package org.computingpower.gateway.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.RoundOpen;

/** The platform, one validator and the issuer as the gateway sees them: it answers what the test puts in and keeps what comes. */
final class MarketStub implements AutoCloseable {
    static final ObjectMapper JSON = JsonMapper.builder().findAndAddModules().build();

    /**
     * A request that came.
     *
     * @param method HTTP method
     * @param path path
     * @param authorization header
     * @param body JSON
     */
    record Received(String method, String path, String authorization, JsonNode body) {}

    final List<Received> received = new CopyOnWriteArrayList<>();
    final Map<String, Object> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final HttpServer server;

    MarketStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.createContext("/api/challenge/v1/rounds/stream", this::stream);
        server.start();
        answers.put(
                "/.well-known/openid-configuration",
                Map.of("issuer", url().toString(), "token_endpoint", url() + "/token", "jwks_uri", url() + "/jwks"));
        answers.put("/token", Map.of("access_token", "token-of-provider", "token_type", "Bearer", "expires_in", 3600));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    MarketFile market() {
        return Market.file(1, 1, url());
    }

    /** Sends a round to every listener, signed by the validator. */
    void open(RoundOpen round) throws IOException {
        var key = Market.validatorKey(0);
        events.add("id: " + round.epoch() + "\nevent: round-open\ndata: "
                + JSON.writeValueAsString(Map.of(
                        "validator", key.address(), "round", round, "signature", round.sign(key, market().domains())))
                + "\n\n");
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            while (true) {
                out.write(events.take().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            boolean json = body.length > 0 && body[0] == '{';
            received.add(new Received(
                    exchange.getRequestMethod(),
                    path,
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    json ? JSON.readTree(body) : JSON.createObjectNode()));
            Object answer = path.endsWith("/commits") ? receipt(JSON.readTree(body)) : answers.get(path);
            byte[] bytes = answer instanceof byte[] raw
                    ? raw
                    : JSON.writeValueAsBytes(answer == null ? Map.of("status", 404) : answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Map<String, Object> receipt(JsonNode request) throws IOException {
        Commit commit = JSON.treeToValue(request.path("commit"), Commit.class);
        var key = Market.validatorKey(0);
        CommitReceipt receipt = new CommitReceipt(1, commit.structHash(), 1);
        return Map.of(
                "receipt", receipt, "validator", key.address(), "signature", receipt.sign(key, market().domains()));
    }

    List<Received> received(String method, String pathEnd) {
        return received.stream()
                .filter(one -> one.method().equals(method) && one.path().endsWith(pathEnd))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
