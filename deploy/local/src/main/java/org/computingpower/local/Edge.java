package org.computingpower.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.httpproxy.HttpProxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The API gateway of a local stack: proxies by {@link RouteTable}, answers CORS, bounds bodies and gives every request
 * an id. It authenticates nobody: every service checks the token itself, here as in a cluster.
 */
final class Edge implements AutoCloseable {

    /** The largest request body, 256 KiB, as in the cluster. A sealed data set goes to the gateway, not through here. */
    static final long MAX_BODY_BYTES = 256 * 1024;

    private static final String REQUEST_ID = "X-Request-Id";
    private static final int MAX_REQUEST_ID_LENGTH = 64;

    private final Vertx vertx;
    private final HttpClient client;
    private final RouteTable routes;
    private final Map<String, HttpProxy> proxies = new HashMap<>();
    private final Map<String, Function<HttpServerRequest, Future<String>>> pages;
    private final HttpServer server;

    /**
     * @param backends port on loopback by name of the service
     * @param pages what the edge answers itself, by exact path
     */
    Edge(
            Vertx vertx,
            int port,
            RouteTable routes,
            Map<String, Integer> backends,
            Map<String, Function<HttpServerRequest, Future<String>>> pages) {
        this.vertx = vertx;
        this.routes = routes;
        this.pages = Map.copyOf(pages);
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(256).setKeepAliveTimeout(20));
        for (RouteTable.Route route : routes.routes()) {
            Integer backendPort = backends.get(route.backend());
            if (backendPort == null) {
                throw new IllegalArgumentException("No local service is called " + route.backend());
            }
            proxies.put(route.backend(), HttpProxy.reverseProxy(client).origin(backendPort, "127.0.0.1"));
        }
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(this::handle);
    }

    void start() {
        Blocking.await(server.listen());
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String requestId = requestId(request);
        request.headers().set(REQUEST_ID, requestId);
        response.putHeader(REQUEST_ID, requestId);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, REQUEST_ID);
        }
        if (origin != null && HttpMethod.OPTIONS.equals(request.method())) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE");
            response.putHeader(
                    HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                    "Authorization, Content-Type, Idempotency-Key, Last-Event-ID");
            response.setStatusCode(204).end();
            return;
        }
        String path = Objects.requireNonNullElse(request.path(), "/");
        var page = pages.get(path);
        if (page != null) {
            answer(request, page);
            return;
        }
        if (tooLarge(request)) {
            problem(response, 413, "body-too-large", "The request body is larger than 256 KiB");
            return;
        }
        routes.find(path)
                .ifPresentOrElse(
                        route -> proxy(request, route),
                        () -> problem(response, 404, "no-route", "Nothing is served at this path"));
    }

    private void answer(HttpServerRequest request, Function<HttpServerRequest, Future<String>> page) {
        page.apply(request)
                .onSuccess(body -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(body))
                .onFailure(
                        failure -> problem(request.response(), 400, "refused", String.valueOf(failure.getMessage())));
    }

    private static boolean tooLarge(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            // A chunked body has no announced length: only methods without a body may come like that.
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        }
        return !length.matches("[0-9]{1,9}") || Long.parseLong(length) > MAX_BODY_BYTES;
    }

    private void proxy(HttpServerRequest request, RouteTable.Route route) {
        HttpServerResponse response = request.response();
        if (!route.timeout().isZero()) {
            long timer = vertx.setTimer(route.timeout().toMillis(), ignored -> {
                if (!response.headWritten() && !response.ended()) {
                    problem(response, 504, "backend-timeout", route.backend() + " did not answer in time");
                }
            });
            response.endHandler(ignored -> vertx.cancelTimer(timer));
            response.closeHandler(ignored -> vertx.cancelTimer(timer));
        }
        HttpProxy proxy = proxies.get(route.backend());
        if (proxy == null) {
            throw new IllegalStateException("No proxy for " + route.backend());
        }
        proxy.handle(request);
    }

    private static String requestId(HttpServerRequest request) {
        String given = request.getHeader(REQUEST_ID);
        if (given != null && given.length() <= MAX_REQUEST_ID_LENGTH && given.matches("[A-Za-z0-9._-]+")) {
            return given;
        }
        return UUID.randomUUID().toString();
    }

    private static void problem(HttpServerResponse response, int status, String slug, String detail) {
        if (response.headWritten()) {
            return;
        }
        String text = detail.replace("\\", "\\\\").replace("\"", "\\\"");
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end("{\"type\":\"https://computingpower.org/problems/" + slug + "\",\"title\":\"" + slug
                        + "\",\"status\":" + status + ",\"detail\":\"" + text + "\"}");
    }

    @Override
    public void close() {
        Blocking.await(server.close().eventually(() -> client.close()));
    }

    /** Waiting for a Vert.x future on a plain thread, with a bound. */
    static final class Blocking {
        private static final int SECONDS_MAX = 30;

        private Blocking() {}

        static <T> T await(Future<T> future) {
            try {
                return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
