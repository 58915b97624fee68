package org.computingpower.attestation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
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
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computingpower.events.Topic;
import org.computingpower.kit.fixture.Directories;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.sim.PccsContent;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.jspecify.annotations.Nullable;

/**
 * All that the service of one validator needs: broker and database, a market file, the validator's key, and a PCCS over
 * the simulated PKI.
 */
public final class SimulatedMarket implements QuarkusTestResourceLifecycleManager {
    /** Submissions that the service takes at a time. */
    public static final int MAX_IN_PROGRESS = 24;

    private static final String TOPICS = Stream.of(
                    Topic.ATTESTATION_EVIDENCE,
                    Topic.ATTESTATION_VERDICTS,
                    Topic.REGISTRY_NODES,
                    Topic.REGISTRY_POLICIES,
                    Topic.CHAIN_HEADS,
                    Topic.CHAIN_FACTS)
            .map(Topic::topicName)
            .collect(Collectors.joining(","));

    private static final AtomicReference<HttpHandler> HANDLER = new AtomicReference<>();

    private final KafkaAndPostgres infrastructure = new KafkaAndPostgres();
    private @Nullable Path folder;
    private @Nullable HttpServer server;

    /** From now on the PCCS answers this. */
    public static void serve(TcbScenario scenario) {
        serve(PlatformSpec.named("any"), scenario);
    }

    /** From now on the PCCS behaves like this. */
    public static void serve(HttpHandler handler) {
        HANDLER.set(handler);
    }

    /** From now on the PCCS knows this platform family only. */
    public static void serve(PlatformSpec platform, TcbScenario scenario) {
        serve(Samples.PKI, platform, scenario, Duration.ofMinutes(1));
    }

    /** From now on the PCCS knows this platform family only, by collateral that {@code pki} issued {@code age} ago. */
    public static void serve(SimulatedPki pki, PlatformSpec platform, TcbScenario scenario, Duration age) {
        PccsContent content =
                PccsContent.of(pki, Set.of(platform), scenario, Instant.now().minus(age));
        serve(exchange -> answer(exchange, content));
    }

    /** A platform of the family {@code fmspc}, 6 bytes in hexadecimal. */
    public static PlatformSpec family(String fmspc) {
        return PlatformSpec.named(UUID.randomUUID().toString()).withFmspc(Bytes.ofHex(fmspc));
    }

    /** Lets the service's next refresh ask the PCCS for this family. */
    public static void letRefresh(Pool pool, String fmspc) {
        pool.preparedQuery("update collateral set refresh_at = now() - interval '1 second' where fmspc = $1")
                .executeAndAwait(Tuple.of(fmspc));
    }

    @Override
    public Map<String, String> start() {
        try {
            infrastructure.init(Map.of("topics", TOPICS));
            Map<String, String> config = new HashMap<>(infrastructure.start());
            Path files = Directories.temporary("attestation-it");
            folder = files;
            Path market = Files.writeString(files.resolve("market.json"), Samples.marketJson(Samples.PKI));
            Path root =
                    Files.write(files.resolve("root.pem"), Samples.PKI.rootPem().toByteArray());
            Path key = Files.writeString(
                    files.resolve("validator.key"),
                    Samples.VALIDATOR.dangerousSecretBytes().toString());
            serve(TcbScenario.upToDate());
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server = started;
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", exchange -> HANDLER.get().handle(exchange));
            started.start();
            config.putAll(Map.of(
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
                    key.toString()));
            return config;
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
        Path written = folder;
        if (written != null) {
            Directories.deleteRecursively(written);
        }
        infrastructure.stop();
    }
}
