package org.computingpower.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.kit.fixture.PostgresProcess;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;

/** The services of the platform and of each validator: database, role, port and configuration. */
final class ServiceCatalog {
    /**
     * Small heaps, C1 only: halves the processor time of a start, and a local market needs a few verifications a second.
     * Never for what solves puzzles or measures: the provider gateway keeps the full compiler.
     */
    static final List<String> SERVICE_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    /**
     * One service.
     *
     * @param name unique in the stack
     * @param module folder of its Maven module
     * @param database its database; one for the platform, one per validator
     * @param schema its schema, owned by a role of its own
     * @param port HTTP port
     * @param validator index of the validator that runs it, or -1
     */
    record Plan(String name, String module, String database, String schema, int port, int validator) {
        String role() {
            return schema + (validator < 0 ? "" : "_" + validator);
        }
    }

    private final StackOptions options;
    private final Secrets secrets;
    private final StackPaths paths;

    ServiceCatalog(StackOptions options, Secrets secrets, StackPaths paths) {
        this.options = options;
        this.secrets = secrets;
        this.paths = paths;
    }

    List<Plan> plans() {
        StackPorts ports = options.ports();
        List<Plan> plans = new ArrayList<>(List.of(
                new Plan("registry-service", "registry-service", "platform", "registry", ports.registry(), -1),
                new Plan("order-service", "order-service", "platform", "orders", ports.order(), -1),
                new Plan("settlement-service", "settlement-service", "platform", "settlement", ports.settlement(), -1),
                new Plan("chain-relayer", "chain-relayer", "platform", "relayer", ports.relayer(), -1)));
        for (int i = 0; i < options.validators(); i++) {
            String database = "validator_" + i;
            plans.add(new Plan(
                    "attestation-service-" + i,
                    "attestation-service",
                    database,
                    "attestation",
                    ports.attestation(i),
                    i));
            plans.add(new Plan(
                    "challenge-service-" + i, "challenge-service", database, "challenge", ports.challenge(i), i));
        }
        return plans;
    }

    /** Makes databases, roles and schemas; each role owns its schema and sees no other. */
    void prepareDatabases(PostgresProcess postgres) {
        for (Plan plan : plans()) {
            postgres.createDatabase(plan.database());
            postgres.createRole(plan.role(), password(plan));
            postgres.createSchema(plan.database(), plan.schema(), plan.role());
        }
    }

    JavaService.Spec spec(Plan plan, Connections connections) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("quarkus.http.port", Integer.toString(plan.port()));
        properties.put("quarkus.datasource.jdbc.url", connections.postgres().jdbcUrl(plan.database()));
        properties.put("quarkus.datasource.reactive.url", connections.postgres().reactiveUrl(plan.database()));
        properties.put("quarkus.datasource.username", plan.role());
        properties.put("quarkus.datasource.password", password(plan));
        properties.put("kafka.bootstrap.servers", connections.kafkaBootstrap());
        properties.put("quarkus.oidc.auth-server-url", connections.issuerUrl());
        properties.put("market.file", paths.marketFile().toString());
        properties.put("market.sha256", connections.marketSha256());
        properties.put("market.verify-on-chain", "true");
        if (plan.name().equals("registry-service")) {
            properties.put(
                    "registry.public-origin", StackPorts.http(options.ports().edge()));
        }
        if (plan.name().equals("chain-relayer")) {
            properties.put("relayer.signer.key-file", keyFile("relayer"));
            properties.put("relayer.poll-interval", "250ms");
        }
        if (plan.validator() >= 0) {
            properties.put("validator.key-file", keyFile("validator-" + plan.validator()));
            properties.put("kit.consumer.group-prefix", "validator-" + plan.validator() + "-");
            properties.put("kit.event-source", "/" + plan.module() + "/" + validatorAddress(plan.validator()));
            properties.put(
                    "attestation.collateral.url",
                    StackPorts.http(options.ports().collateral()));
            properties.put("attestation.trust-root.file", paths.trustRoot().toString());
        }
        List<String> flags = new ArrayList<>(SERVICE_FLAGS);
        Path jar = options.repository().resolve(plan.module()).resolve("target/quarkus-app/quarkus-run.jar");
        Path cache = new AotCaches(paths.aot()).file(plan.module(), jar, flags);
        switch (options.aot()) {
            case OFF -> {}
            case USE -> {
                if (Files.exists(cache)) {
                    flags.add(AotCaches.USE_FLAG + cache);
                }
            }
            case RECORD -> flags.add(AotCaches.RECORD_FLAG + cache);
        }
        return new JavaService.Spec(
                plan.name(),
                jar,
                paths.service(plan.name()),
                URI.create(StackPorts.http(plan.port()) + "/q/health/ready"),
                flags,
                properties);
    }

    private Address validatorAddress(int index) {
        return SigningKey.of(Bytes32.parse("0x" + secrets.privateKey("validator-" + index)))
                .address();
    }

    private String keyFile(String name) {
        return Secrets.writePrivately(paths.keys().resolve(name + ".key"), secrets.privateKey(name) + "\n")
                .toString();
    }

    private String password(Plan plan) {
        return secrets.password("database:" + plan.role());
    }

    /**
     * What every service connects to.
     *
     * @param postgres the running server
     * @param kafkaBootstrap {@code host:port}
     * @param issuerUrl the OpenID Connect issuer
     * @param marketSha256 SHA-256 of the market file, {@code 0x} hex
     */
    record Connections(PostgresProcess postgres, String kafkaBootstrap, String issuerUrl, String marketSha256) {}
}
