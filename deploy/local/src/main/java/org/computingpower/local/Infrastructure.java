package org.computingpower.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.computingpower.events.Topic;
import org.computingpower.kit.fixture.AnvilProcess;
import org.computingpower.kit.fixture.KafkaProcess;
import org.computingpower.kit.fixture.OidcIssuer;
import org.computingpower.kit.fixture.PostgresProcess;

/**
 * What the services need before they start: PostgreSQL, Kafka with its topics, the issuer and the chain.
 *
 * @param postgres one server; a database for the platform and one for each validator
 * @param kafka one broker with the topics of the catalog
 * @param chain a development chain, one block a second
 * @param issuer an OpenID Connect issuer with generated keys
 */
record Infrastructure(PostgresProcess postgres, KafkaProcess kafka, AnvilProcess chain, OidcIssuer issuer)
        implements AutoCloseable {
    private static final long CHAIN_ID = 31_337;

    /** Starts all four at once. If one fails, the others are stopped. */
    static Infrastructure start(StackOptions options, ServiceCatalog catalog, Progress progress) {
        StackPorts ports = options.ports();
        Path root = options.directory();
        PostgresProcess postgres =
                new PostgresProcess(PostgresProcess.Options.durable(root.resolve("postgres"), ports.postgres()));
        KafkaProcess kafka = KafkaProcess.in(root.resolve("kafka"), ports.kafka());
        AnvilProcess chain = AnvilProcess.in(
                options.repository().resolve("contracts/node_modules"), root.resolve("chain"), ports.chain(), CHAIN_ID);
        OidcIssuer issuer = new OidcIssuer(ports.issuer());
        Infrastructure all = new Infrastructure(postgres, kafka, chain, issuer);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<?>> parts = List.of(
                    begin(threads, progress, "PostgreSQL: databases, roles, schemas", () -> {
                        postgres.start();
                        catalog.prepareDatabases(postgres);
                        return postgres;
                    }),
                    begin(threads, progress, "Kafka: broker and topics", () -> {
                        kafka.start();
                        kafka.createTopics(
                                Arrays.stream(Topic.values())
                                        .map(Topic::topicName)
                                        .toList(),
                                KafkaProcess.DEFAULT_PARTITIONS);
                        return kafka;
                    }),
                    begin(threads, progress, "Chain: anvil, a block per second", chain::start),
                    begin(threads, progress, "OpenID Connect issuer", issuer::start));
            CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).join();
            return all;
        } catch (CompletionException e) {
            all.close();
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    private static CompletableFuture<?> begin(
            ExecutorService threads, Progress progress, String what, Supplier<?> work) {
        return CompletableFuture.supplyAsync(() -> progress.step(what, work), threads);
    }

    @Override
    public void close() {
        issuer.close();
        chain.close();
        kafka.close();
        postgres.close();
    }
}
