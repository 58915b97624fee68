package org.computingpower.attestation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.computingpower.sgx.dcap.sim.PccsContent;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.jspecify.annotations.Nullable;

/** A market file, a validator's key and a PCCS over the simulated PKI. */
public final class SimulatedMarket implements QuarkusTestResourceLifecycleManager {
    /** Submissions that the service takes at a time. */
    public static final int MAX_IN_PROGRESS = 24;

    private static final AtomicReference<HttpHandler> HANDLER = new AtomicReference<>();

    private @Nullable HttpServer server;

    /** From now on the PCCS answers this. */
    public static void serve(TcbScenario scenario) {
        PccsContent content = content(scenario, Instant.now().minus(Duration.ofMinutes(1)));
        serve(exchange -> answer(exchange, content));
    }

    /** From now on the PCCS behaves like this. */
    public static void serve(HttpHandler handler) {
        HANDLER.set(handler);
    }

    /** From now on the PCCS knows this platform family only. */
    public static void serve(PlatformSpec platform, TcbScenario scenario) {
        PccsContent content = PccsContent.of(
                Samples.PKI, Set.of(platform), scenario, Instant.now().minus(Duration.ofMinutes(1)));
        serve(exchange -> answer(exchange, content));
    }

    private static PccsContent content(TcbScenario scenario, Instant issuedAt) {
        return PccsContent.of(Samples.PKI, Set.of(PlatformSpec.named("any")), scenario, issuedAt);
    }

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("attestation-it");
            Path market = Files.writeString(folder.resolve("market.json"), Samples.marketJson(Samples.PKI));
            Path root = Files.write(
                    folder.resolve("root.pem"), Samples.PKI.rootPem().toByteArray());
            Path key = Files.writeString(
                    folder.resolve("validator.key"),
                    Samples.VALIDATOR.dangerousSecretBytes().toString());
            serve(TcbScenario.upToDate());
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server = started;
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", exchange -> HANDLER.get().handle(exchange));
            started.start();
            return Map.of(
                    "attestation.submission.max-in-progress",
                    Integer.toString(MAX_IN_PROGRESS),
                    "attestation.submission.max-batch",
                    "8",
                    "market.file",
                    market.toString(),
                    "attestation.trust-root.file",
                    root.toString(),
                    "attestation.collateral.url",
                    "http://127.0.0.1:" + started.getAddress().getPort(),
                    "attestation.collateral.retry",
                    "1s",
                    "attestation.judging.patience",
                    "5s",
                    "validator.key-file",
                    key.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers as a PCCS with this content. */
    public static void answer(HttpExchange exchange, PccsContent served) throws IOException {
        Map<String, String> query = new HashMap<>();
        Optional.ofNullable(exchange.getRequestURI().getQuery()).stream()
                .flatMap(text -> java.util.Arrays.stream(text.split("&")))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> query.put(pair[0], pair[1]));
        Optional<PccsContent.Response> response =
                served.get(exchange.getRequestURI().getPath(), query);
        byte[] body =
                response.map(found -> found.body().toByteArray()).orElse("unknown".getBytes(StandardCharsets.US_ASCII));
        response.ifPresent(found -> found.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().add(name, value)));
        exchange.sendResponseHeaders(response.isPresent() ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void stop() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
        }
    }
}
