package org.computingpower.challenge.adapter.drand;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.computingpower.challenge.RecordedRounds;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints that answer real rounds, lies, too much, or nothing, over real HTTP. */
class HttpDrandTest {

    private static final long ROUND = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Map<Long, byte[]> recorded = RecordedRounds.all();
    private final List<HttpServer> servers = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        client.close();
    }

    private URI endpoint(int status, LongFunction<String> body) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String prefix = "/" + Quicknet.CHAIN_HASH + "/public/";
            server.createContext(prefix, exchange -> {
                long round = Long.parseLong(exchange.getRequestURI().getPath().substring(prefix.length()));
                byte[] bytes = body.apply(round).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            servers.add(server);
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String json(long round, byte[] signature) {
        return "{\"round\":" + round + ",\"randomness\":\"00\",\"signature\":\""
                + HexFormat.of().formatHex(signature) + "\"}";
    }

    private URI honest() {
        return endpoint(200, round -> json(round, recorded.getOrDefault(round, new byte[0])));
    }

    private Optional<DrandRound> ask(URI url, long round) {
        CompletableFuture<DrandRound> found = new CompletableFuture<>();
        new DrandEndpoint(client, InstantSource.system(), url, PATIENCE, found::complete)
                .ask(round)
                .join();
        return Optional.ofNullable(found.getNow(null));
    }

    @Test
    void takesARoundThatTheNetworkSigned() {
        assertThat(ask(honest(), ROUND))
                .contains(new DrandRound(
                        ROUND, Hash32.parse("fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd")));
    }

    @Test
    void believesNoEndpointWhatTheNetworkDidNotSign() {
        byte[] flipped = recorded.getOrDefault(ROUND, new byte[0]).clone();
        flipped[20] ^= 4;
        assertThat(ask(endpoint(200, round -> json(round, flipped)), ROUND)).isEmpty();
        // The right signature of another round, whatever number is written beside it.
        assertThat(ask(endpoint(200, round -> json(round, recorded.getOrDefault(1_001L, new byte[0]))), ROUND))
                .isEmpty();
        assertThat(ask(endpoint(200, round -> "{\"signature\":\"zz\"}"), ROUND)).isEmpty();
        assertThat(ask(endpoint(200, round -> "no JSON"), ROUND)).isEmpty();
        assertThat(ask(endpoint(404, round -> json(round, recorded.getOrDefault(ROUND, new byte[0]))), ROUND))
                .isEmpty();
        assertThat(ask(
                        endpoint(
                                200,
                                round -> " ".repeat(5_000) + json(round, recorded.getOrDefault(ROUND, new byte[0]))),
                        ROUND))
                .isEmpty();
    }

    @Test
    void oneHonestEndpointIsEnough() throws Exception {
        CompletableFuture<DrandRound> found = new CompletableFuture<>();
        List<URI> urls = List.of(URI.create("http://127.0.0.1:1"), endpoint(500, round -> "down"), honest());
        for (URI url : urls) {
            var _ = new DrandEndpoint(client, InstantSource.system(), url, PATIENCE, found::complete).ask(ROUND);
        }
        assertThat(found.get(60, TimeUnit.SECONDS).randomness())
                .isEqualTo(HashInput.sha256(recorded.getOrDefault(ROUND, new byte[0])));
    }
}
