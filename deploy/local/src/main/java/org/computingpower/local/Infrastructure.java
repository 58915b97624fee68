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
 * What the services need before they start: PostgreSQL, Kafka with its topics, the issuer, the chain and its contracts.
 *
 * @param postgres one server; a database for the platform and one for each validator
 * @param kafka one broker with the topics of the catalog
 * @param chain a development chain, one block a second
 * @param issuer an OpenID Connect issuer with generated keys
 * @param market the contracts on the chain and the file that names them
 */
record Infrastructure(
        PostgresProcess postgres, KafkaProcess kafka, AnvilProcess chain, OidcIssuer issuer, LocalMarket market)
        implements AutoCloseable {
    private static final long CHAIN_ID = 31_337;

    /**
     * Starts all at once. If one fails, the others are stopped.
     *
     * @param openMarket deploys the contracts, or finds them deployed, as soon as the chain answers
     */
    static Infrastructure start(
            StackOptions options, ServiceCatalog catalog, Progress progress, Supplier<LocalMarket> openMarket) {
        StackPorts ports = options.ports();
        Path root = options.directory();
        PostgresProcess postgres =
                new PostgresProcess(PostgresProcess.Options.durable(root.resolve("postgres"), ports.postgres()));
        KafkaProcess kafka = KafkaProcess.in(root.resolve("kafka"), ports.kafka());
        AnvilProcess chain = AnvilProcess.in(
                options.repository().resolve("contracts/node_modules"), root.resolve("chain"), ports.chain(), CHAIN_ID);
        OidcIssuer issuer = new OidcIssuer(ports.issuer());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<LocalMarket> market = begin(
                            threads, progress, "Chain: anvil, a block per second", chain::start)
                    .thenApplyAsync(running -> progress.step("Contracts and market file", openMarket), threads);
            List<CompletableFuture<?>> parts = List.of(
                    market,
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
                    begin(threads, progress, "OpenID Connect issuer", issuer::start));
            CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).join();
            return new Infrastructure(postgres, kafka, chain, issuer, market.join());
        } catch (CompletionException e) {
            issuer.close();
            chain.close();
            kafka.close();
            postgres.close();
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    private static <T> CompletableFuture<T> begin(
            ExecutorService threads, Progress progress, String what, Supplier<T> work) {
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
