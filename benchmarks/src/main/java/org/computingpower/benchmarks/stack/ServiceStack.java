package org.computingpower.benchmarks.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.computingpower.events.Topic;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.kit.fixture.KafkaProcess;
import org.computingpower.kit.fixture.OidcIssuer;
import org.computingpower.kit.fixture.Ports;
import org.computingpower.kit.fixture.PostgresProcess;
import org.computingpower.terms.key.SigningKey;

/**
 * One validator's service as it runs in a market: a process of its own with a durable PostgreSQL (fsync on), a Kafka
 * broker and an issuer, all on loopback and all ended at close.
 */
public final class ServiceStack implements AutoCloseable {
    private static final String DATABASE = "validator";
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    /** As the local stack runs a validator's services, but with the full compiler. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");

    private final String module;
    private final String schema;
    private final Path directory = temporary();
    private final PostgresProcess postgres =
            new PostgresProcess(PostgresProcess.Options.durable(directory.resolve("postgres"), 0));
    private final KafkaProcess kafka = KafkaProcess.in(directory.resolve("kafka"), 0);
    private final OidcIssuer issuer = new OidcIssuer(0);
    private final int port = Ports.free();
    private final ChildProcess service;
    private final Connection counting;

    /**
     * Starts everything.
     *
     * @param module folder of the service's Maven module
     * @param schema its schema
     * @param marketJson the market file
     * @param validator the validator's key
     * @param keys further keys of the service's configuration
     */
    public ServiceStack(
            String module, String schema, byte[] marketJson, SigningKey validator, Map<String, String> keys) {
        this.module = module;
        this.schema = schema;
        CompletableFuture<Void> database = CompletableFuture.runAsync(() -> {
            postgres.start();
            postgres.createDatabase(DATABASE);
        });
        kafka.start();
        kafka.createTopics(Arrays.stream(Topic.values()).map(Topic::topicName).toList());
        database.join();
        issuer.start();
        service = startService(marketJson, validator, keys);
        counting = connect();
    }

    private ChildProcess startService(byte[] marketJson, SigningKey validator, Map<String, String> keys) {
        Path jar = Path.of("../" + module + "/target/quarkus-app/quarkus-run.jar")
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing. Run: ./platform build");
        }
        Path home = directory.resolve("service");
        Properties configuration = new Properties();
        try {
            Files.createDirectories(home.resolve("config"));
            configuration.putAll(Map.ofEntries(
                    Map.entry("quarkus.http.port", Integer.toString(port)),
                    Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE)),
                    Map.entry("quarkus.datasource.reactive.url", postgres.reactiveUrl(DATABASE)),
                    Map.entry("quarkus.datasource.username", PostgresProcess.SUPERUSER),
                    Map.entry("quarkus.datasource.password", postgres.password()),
                    Map.entry("quarkus.log.console.level", "WARN"),
                    Map.entry("kafka.bootstrap.servers", kafka.bootstrapServers()),
                    Map.entry("quarkus.oidc.auth-server-url", issuer.url()),
                    Map.entry(
                            "market.file",
                            Files.write(home.resolve("market.json"), marketJson).toString()),
                    Map.entry(
                            "validator.key-file",
                            Files.writeString(
                                            home.resolve("validator.key"),
                                            validator.dangerousSecretBytes().toString())
                                    .toString())));
            configuration.putAll(keys);
            try (var writer = Files.newBufferedWriter(home.resolve("config/application.properties"))) {
                configuration.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-jar", jar.toString()));
        ChildProcess child = ChildProcess.start(module, command, Map.of(), home, home.resolve("service.log"), "TERM");
        child.awaitReady(this::isReady, DEADLINE);
        return child;
    }

    private boolean isReady() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until a condition holds, three minutes at most; fails when the service ends or time is up. */
    public void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!service.alive() || System.nanoTime() > end) {
                throw new IllegalStateException("Waited in vain for " + what + ":\n" + service.logTail());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Rows in one of the service's tables. */
    public long rows(String table) {
        try (Statement statement = counting.createStatement();
                ResultSet found = statement.executeQuery("select count(*) from " + schema + "." + table)) {
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() {
        try {
            return DriverManager.getConnection(
                    postgres.jdbcUrl(DATABASE) + "?connectTimeout=60", PostgresProcess.SUPERUSER, postgres.password());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the service listens. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where Kafka listens. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** A bearer token with a role. */
    public String token(String subject, String role) {
        return issuer.signer().token(subject, role);
    }

    /** Process id of the service. */
    public long servicePid() {
        return service.pid();
    }

    /** Processor time used so far by part, in milliseconds; the load generator is this process. */
    public Map<String, Long> processorMillis() {
        Map<String, Long> used = new LinkedHashMap<>();
        used.put(module, ProcessorTime.millisOfTree(service.pid()));
        used.put("PostgreSQL", ProcessorTime.millisOfTree(postgres.child().pid()));
        used.put("Kafka", ProcessorTime.millisOfTree(kafka.child().pid()));
        used.put(
                "load generator", ProcessorTime.millisOf(ProcessHandle.current().pid()));
        return used;
    }

    @Override
    public void close() {
        try {
            counting.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        service.close();
        issuer.close();
        kafka.close();
        postgres.close();
        delete();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
