package org.computingpower.gateway.it;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.jspecify.annotations.Nullable;

/** Configuration of a gateway beside a {@link MarketStub}. */
public final class GatewayResource implements QuarkusTestResourceLifecycleManager {
    private static final int PORTS_FROM = 10_000;
    private static final int PORTS_TO = 12_000;
    private static final int PORT_ATTEMPTS = 100;

    static @Nullable MarketStub stub;
    static @Nullable Path folder;
    static int publicPort;

    private boolean podman;

    static MarketStub stub() {
        return java.util.Objects.requireNonNull(stub);
    }

    static Path folder() {
        return java.util.Objects.requireNonNull(folder);
    }

    @Override
    public void init(Map<String, String> arguments) {
        podman = Boolean.parseBoolean(arguments.getOrDefault("podman", "false"));
    }

    @Override
    public Map<String, String> start() {
        try {
            MarketStub market = new MarketStub();
            stub = market;
            Path data = Files.createTempDirectory("gateway-it");
            folder = data;
            publicPort = freePort();
            Path pki = data.resolve("pki");
            SimulatedPki.create(new SecureRandom(), Instant.now().minus(Duration.ofHours(1)))
                    .save(pki);
            Path marketFile = data.resolve("market.json");
            Files.write(marketFile, MarketStub.JSON.writeValueAsBytes(market.market()));
            Map<String, String> config = new LinkedHashMap<>();
            config.put("market.file", marketFile.toString());
            config.put("gateway.data-dir", data.resolve("state").toString());
            config.put("gateway.data.directory", data.resolve("opened").toString());
            config.put("gateway.public-origin", "https://127.0.0.1:" + publicPort);
            config.put("gateway.public-host", "127.0.0.1");
            config.put("gateway.platform-url", market.url().toString());
            config.put("gateway.oidc-url", market.url().toString());
            config.put("gateway.provider.client-id", "provider-1");
            config.put("gateway.provider.client-secret", "secret");
            config.put("gateway.tee.simulated-pki", pki.toString());
            config.put("gateway.reconcile-every", "0.2S");
            config.put("gateway.podman.enabled", Boolean.toString(podman));
            config.put("solver.engines", "message-digest");
            config.put("solver.threads", "1");
            config.put("solver.max-hash-rate", "20000");
            if (podman) {
                // The last CPU stays the solver's, so that tenants of shared orders have the others.
                config.put("gateway.shared.reserved-cpus", Integer.toString(lastCpu()));
                config.put("gateway.shared.phi-bps", "100");
            }
            config.put("fetch.dangerous-allowed-origins", market.url().toString());
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the CPUs that this process may use. */
    static int lastCpu() throws IOException {
        String[] allowed = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow()
                .strip()
                .split("[\\s,-]");
        return Integer.parseInt(allowed[allowed.length - 1]);
    }

    /** From a range that neither the kernel gives to connections nor other fixtures of this build hand out, so that it is still free when the gateway binds it. */
    private static int freePort() throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(PORTS_FROM, PORTS_TO))) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new IOException("No free port in [" + PORTS_FROM + ", " + PORTS_TO + ")", last);
    }

    @Override
    public void stop() {
        if (stub != null) {
            stub.close();
        }
    }
}
