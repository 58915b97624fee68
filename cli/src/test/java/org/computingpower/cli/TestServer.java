package org.computingpower.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.computingpower.cli.session.Json;

/** A server for tests: exact routes, everything else is a 404 problem, and every request is kept. */
public final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final Map<String, Function<Request, Reply>> routes = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** One request as it came. */
    public record Request(String method, String path, String query, Map<String, List<String>> headers, String body) {
        public JsonNode json() {
            return Json.parse(body, "the request");
        }

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    /** One answer. */
    public record Reply(int status, String contentType, String body) {
        public static Reply ok(Object json) {
            return new Reply(200, "application/json", String.valueOf(json));
        }

        public static Reply problem(int status, String slug, String detail) {
            return new Reply(
                    status,
                    "application/problem+json",
                    Json.object()
                            .put("type", "https://computingpower.org/problems/" + slug)
                            .put("title", slug)
                            .put("status", status)
                            .put("detail", detail)
                            .toString());
        }
    }

    private TestServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public static TestServer plain() throws IOException {
        return new TestServer(HttpServer.create(loopback(), 0), "http");
    }

    public static TestServer tls(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new TestServer(server, "https");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    public TestServer on(String methodAndPath, Function<Request, Reply> handler) {
        routes.put(methodAndPath, handler);
        return this;
    }

    public List<Request> requests(String methodAndPath) {
        List<Request> found = new ArrayList<>();
        for (Request request : requests) {
            if ((request.method() + " " + request.path()).equals(methodAndPath)) {
                found.add(request);
            }
        }
        return found;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getRawQuery();
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query == null ? "" : query,
                    Map.copyOf(exchange.getRequestHeaders()),
                    body);
            requests.add(request);
            Reply reply = routes.getOrDefault(
                            request.method() + " " + request.path(),
                            unknown -> Reply.problem(404, "not-found", unknown.method() + " " + unknown.path()))
                    .apply(request);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
