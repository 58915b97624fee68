package org.computingpower.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.computingpower.sgx.dcap.sim.PccsContent;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.terms.Bytes32;

/**
 * The SIMULATED attestation root of a local stack and a server that answers like Intel's provisioning certification
 * service (PCS API v4). Everything that depends on it says so: its root is called SIMULATED, NOT INTEL.
 */
final class SimulatedCollateral implements AutoCloseable {
    /** Clocks of the parts of one machine do not differ; issued a little earlier all the same. */
    private static final Duration ISSUED_BEFORE = Duration.ofMinutes(1);

    private final SimulatedPki pki;
    private final HttpServer server;

    private SimulatedCollateral(SimulatedPki pki, HttpServer server) {
        this.pki = pki;
        this.server = server;
    }

    /** Loads the root of this directory, or makes it, and starts to answer. */
    static SimulatedCollateral open(Path directory, int port, InstantSource clock) {
        try {
            SimulatedPki pki;
            if (Files.isDirectory(directory)) {
                pki = SimulatedPki.load(directory);
            } else {
                pki = SimulatedPki.create(new SecureRandom(), clock.instant().minus(ISSUED_BEFORE));
                pki.save(directory);
            }
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            PccsContent content = PccsContent.of(
                    pki,
                    Set.of(PlatformSpec.named("any")),
                    TcbScenario.upToDate(),
                    clock.instant().minus(ISSUED_BEFORE));
            server.createContext("/", exchange -> answer(exchange, content));
            server.start();
            return new SimulatedCollateral(pki, server);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot serve simulated collateral", e);
        }
    }

    private static void answer(HttpExchange exchange, PccsContent content) throws IOException {
        try (exchange) {
            Optional<PccsContent.Response> found = content.get(
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI().getRawQuery()));
            if (found.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = found.get().body().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", found.get().contentType());
            found.get()
                    .headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
            }
        }
        return query;
    }

    /** SHA-256 of the root certificate. */
    Bytes32 trustRootHash() {
        return Bytes32.of(pki.trustRoot().sha256().toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
