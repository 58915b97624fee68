package org.computingpower.gateway.adapter.web;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.gateway.application.orders.WorkloadDriver;
import org.computingpower.gateway.application.user.Sessions;
import org.computingpower.terms.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * {@code /apps/{orderId}/…} to the order's application, streaming both ways, web sockets included. The application sees
 * neither the session nor where the request came from.
 */
@Singleton
class AppProxy {
    static final String COOKIE = "cpp_session";

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int IDLE_SECONDS = 120;
    private static final String PREFIX = "/apps/";
    private static final int ORDER_ID_LENGTH = 66;

    private final Sessions sessions;
    private final Instance<WorkloadDriver> driver;
    private final HttpProxy proxy;

    AppProxy(Vertx vertx, Sessions sessions, Instance<WorkloadDriver> driver) {
        this.sessions = sessions;
        this.driver = driver;
        this.proxy = HttpProxy.reverseProxy(
                        new ProxyOptions().setSupportWebSocket(true),
                        vertx.createHttpClient(new HttpClientOptions()
                                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                                .setIdleTimeout(IDLE_SECONDS)))
                .origin(OriginRequestProvider.selector(
                        context -> origin(context.request().proxiedRequest().path())))
                .addInterceptor(new Cleaner());
    }

    void addTo(Router router) {
        router.route(PREFIX + "*").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        Optional<OrderId> orderId = orderId(context.request().path());
        Optional<String> token = token(context);
        if (orderId.isEmpty()) {
            Problem.notFound().answer(context);
        } else if (token.isEmpty() || !sessions.isOpen(token.get(), orderId.get())) {
            Problem.unauthorized("A session for this order is needed.").answer(context);
        } else if (driver.isUnsatisfied()
                || driver.get().endpoint(orderId.get()).isEmpty()) {
            new Problem(503, "application-not-there", "Application not there", "No application listens yet.")
                    .answer(context);
        } else {
            context.request().resume();
            proxy.handle(context.request());
        }
    }

    private static Optional<OrderId> orderId(@Nullable String path) {
        if (path == null || path.length() < PREFIX.length() + ORDER_ID_LENGTH) {
            return Optional.empty();
        }
        int end = PREFIX.length() + ORDER_ID_LENGTH;
        if (path.length() > end && path.charAt(end) != '/') {
            return Optional.empty();
        }
        try {
            return Optional.of(OrderId.parse(path.substring(PREFIX.length(), end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> token(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.startsWith("Bearer ")) {
            return Optional.of(header.substring("Bearer ".length()));
        }
        return Optional.ofNullable(context.request().getCookie(COOKIE)).map(Cookie::getValue);
    }

    private Future<SocketAddress> origin(@Nullable String path) {
        Optional<InetSocketAddress> endpoint =
                orderId(path).flatMap(orderId -> driver.get().endpoint(orderId));
        return endpoint.map(found ->
                        Future.succeededFuture(SocketAddress.inetSocketAddress(found.getPort(), found.getHostString())))
                .orElseGet(() -> Future.failedFuture("No application listens"));
    }

    /** Cuts the prefix off and takes out what is the gateway's own. */
    private static final class Cleaner implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            String uri = context.request().getURI();
            String rest = uri.substring(Math.min(uri.length(), PREFIX.length() + ORDER_ID_LENGTH));
            context.request().setURI(rest.startsWith("/") ? rest : "/" + rest);
            MultiMap headers = context.request().headers();
            headers.remove(HttpHeaders.AUTHORIZATION);
            String cookies = headers.get(HttpHeaders.COOKIE);
            if (cookies != null) {
                String kept = Arrays.stream(cookies.split(";"))
                        .map(String::strip)
                        .filter(cookie -> !cookie.startsWith(COOKIE + "="))
                        .collect(Collectors.joining("; "));
                headers.remove(HttpHeaders.COOKIE);
                if (!kept.isEmpty()) {
                    headers.set(HttpHeaders.COOKIE, kept);
                }
            }
            return context.sendRequest();
        }
    }
}
