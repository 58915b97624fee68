package org.computingpower.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.local.JavaService;
import org.computingpower.local.LocalStack;
import org.computingpower.local.StackPorts;

/**
 * How a provider runs its gateway beside a local stack.
 *
 * @param name of the gateway; its state lives in a folder of that name
 * @param index which of the stack's gateway ports it takes: the public origin and, ten further, its admin port
 * @param provider client id of the provider at the issuer
 * @param maxHashRate hashes per second that its solver does at most
 * @param applicationOrigin where the users' YAML may come from besides public https
 * @param kept what tenants of shared orders do not get; empty if orders have the node alone
 */
record GatewayPlan(
        String name, int index, String provider, long maxHashRate, String applicationOrigin, Optional<Kept> kept) {
    private static final int ADMIN_OFFSET = 10;
    /** C2 stays on: with C1 alone the solver would be ten times slower. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC", "-Xmx192m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");

    /**
     * The part of the machine that stays the solver's.
     *
     * @param phiBps basis points of the rated power that ordinary rounds ask for
     * @param cpus the CPUs, as in {@code 0-3,8}
     */
    record Kept(int phiBps, String cpus) {}

    private int adminPort(LocalStack stack) {
        return stack.options().ports().gateway(index + ADMIN_OFFSET);
    }

    /** Where users reach it: its own TLS listener, whose key is the attested one. */
    String origin(LocalStack stack) {
        return "https://127.0.0.1:" + stack.options().ports().gateway(index);
    }

    /** Where its provider reaches it, on loopback only. */
    String adminUrl(LocalStack stack) {
        return StackPorts.http(adminPort(stack));
    }

    Path adminToken(LocalStack stack) {
        return data(stack).resolve("admin.token");
    }

    private Path data(LocalStack stack) {
        return stack.paths().gateway(name).resolve("data");
    }

    JavaService start(LocalStack stack) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarkus.http.port", Integer.toString(adminPort(stack)));
        properties.put("gateway.data-dir", data(stack).toString());
        properties.put("gateway.public-origin", origin(stack));
        properties.put("gateway.public-host", "127.0.0.1");
        properties.put("gateway.platform-url", stack.file().edgeUrl());
        properties.put("gateway.oidc-url", stack.file().issuerUrl());
        properties.put("gateway.provider.client-id", provider);
        properties.put("gateway.provider.client-secret", stack.clientSecret(provider));
        properties.put("gateway.tee.simulated-pki", stack.paths().simulatedPki().toString());
        properties.put("market.file", stack.paths().marketFile().toString());
        properties.put("solver.engines", "message-digest");
        properties.put("solver.threads", "1");
        properties.put("solver.max-hash-rate", Long.toString(maxHashRate));
        properties.put("fetch.dangerous-allowed-origins", applicationOrigin);
        kept.ifPresent(part -> {
            properties.put("gateway.shared.phi-bps", Integer.toString(part.phiBps()));
            properties.put("gateway.shared.reserved-cpus", part.cpus());
        });
        return stack.run(new JavaService.Spec(
                name,
                stack.options().repository().resolve("provider-gateway/target/quarkus-app/quarkus-run.jar"),
                stack.paths().gateway(name),
                URI.create(adminUrl(stack) + "/q/health/ready"),
                FLAGS,
                properties));
    }
}
