package org.computingpower.gateway.adapter.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.computingpower.gateway.application.orders.ManifestSource.Fetched;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.fetch.UrlRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeFetcherTest {
    private static final int MAX = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private URI origin;

    private interface Behavior {
        void answer(HttpExchange exchange) throws Exception;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        on("/ok", exchange -> send(exchange, 200, 3));
        on("/full", exchange -> send(exchange, 200, MAX));
        on("/large", exchange -> send(exchange, 200, MAX + 1));
        on("/missing", exchange -> send(exchange, 404, 3));
        on("/broken", exchange -> send(exchange, 503, 3));
        on("/redirect", exchange -> {
            exchange.getResponseHeaders().set("Location", origin + "/ok");
            send(exchange, 302, 3);
        });
        on("/compressed", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            send(exchange, 200, 3);
        });
        on("/slow", exchange -> end.await());
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void fetchesFromAnExemptOriginUpToTheLimit() throws Exception {
        assertThat(fetcher().fetch(origin.resolve("/ok"))).isEqualTo(new Fetched.Content(new Blob(new byte[3])));
        assertThat(fetcher().fetch(origin.resolve("/full"))).isEqualTo(new Fetched.Content(new Blob(new byte[MAX])));
        assertThat(fetcher().fetch(origin.resolve("/large")))
                .isEqualTo(new Fetched.Forbidden("it is larger than 1000 bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing", "/redirect", "/compressed"})
    void takesNothingButAPlainAnswer(String path) throws Exception {
        assertThat(fetcher().fetch(origin.resolve(path))).isInstanceOf(Fetched.Forbidden.class);
        assertThat(connections).hasValue(1);
    }

    @Test
    void maySayTryAgain() {
        assertThatThrownBy(() -> fetcher().fetch(origin.resolve("/broken"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> fetcher().fetch(origin.resolve("/slow"))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/ok",
                "https://127.0.0.1:%d/ok",
                "https://localhost:%d/ok",
                "https://2130706433:%d/ok",
                "https://0x7f000001:%d/ok",
                "https://127.1:%d/ok",
                "https://[::1]:%d/ok",
                "https://[::ffff:127.0.0.1]:%d/ok",
                "https://169.254.169.254/latest/meta-data/",
                "https://user@127.0.0.1:%d/ok",
                "https://rebinding.example:%d/ok",
                "ftp://127.0.0.1:%d/ok"
            })
    void connectsToNothingThatIsNotPublic(String url) throws Exception {
        URI target = URI.create(url.formatted(origin.getPort()));

        Object outcome;
        try {
            outcome = strict().fetch(target);
        } catch (UnknownHostException unreadable) {
            outcome = unreadable;
        }

        assertThat(outcome).isInstanceOfAny(Fetched.Forbidden.class, UnknownHostException.class);
        assertThat(connections).hasValue(0);
    }

    @Test
    void refusesANameWithOneAddressThatIsNotPublic() throws Exception {
        SafeFetcher fetcher =
                fetcher(List.of(), _ -> List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("10.0.0.1")));

        assertThat(fetcher.fetch(URI.create("https://two-faced.example/")))
                .isEqualTo(new Fetched.Forbidden("its host has an address that is not public"));
    }

    private SafeFetcher fetcher() {
        return fetcher(List.of(origin), SafeFetcherTest::resolve);
    }

    private SafeFetcher strict() {
        return fetcher(List.of(), SafeFetcherTest::resolve);
    }

    private SafeFetcher fetcher(List<URI> exempt, SafeFetcher.NameResolver resolver) {
        return new SafeFetcher(vertx, new UrlRules(exempt), resolver, MAX, Duration.ofMillis(700));
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        return host.equals("rebinding.example")
                ? List.of(InetAddress.ofLiteral("127.0.0.1"))
                : List.of(InetAddress.getAllByName(host));
    }

    private void on(String path, Behavior behavior) {
        server.createContext(path, exchange -> {
            connections.incrementAndGet();
            try (exchange) {
                behavior.answer(exchange);
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, int length) throws IOException {
        exchange.sendResponseHeaders(status, length);
        exchange.getResponseBody().write(new byte[length]);
    }
}
