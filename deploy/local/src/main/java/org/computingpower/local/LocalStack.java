package org.computingpower.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.computingpower.kit.fixture.PostgresProcess;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * A whole stack: PostgreSQL, Kafka, OpenID Connect issuer, chain with contracts, collateral server, services and edge.
 * Every part is a real one; only the attestation root is SIMULATED. All parts are children of this JVM and end with it.
 */
public final class LocalStack implements AutoCloseable {
    private final StackOptions options;
    private final Progress progress;
    private final StackPaths paths;
    private final Secrets secrets;
    private final Map<String, String> clients = new TreeMap<>();
    private final List<JavaService> services = new ArrayList<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private @Nullable StackFile file;
    private @Nullable Infrastructure infrastructure;

    private LocalStack(StackOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.paths = new StackPaths(options.directory());
        this.secrets = new Secrets(paths.secrets(), new SecureRandom());
    }

    /** Starts everything and returns when every part answers; on a failure what was started is stopped again. */
    public static LocalStack start(StackOptions options, Progress progress) {
        LocalStack stack = new LocalStack(options, progress);
        try {
            Files.createDirectories(options.directory());
            stack.startAll();
            return stack;
        } catch (IOException e) {
            stack.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startAll() throws IOException {
        ServiceCatalog catalog = new ServiceCatalog(options, secrets, paths);
        CompletableFuture<SimulatedCollateral> collateral = CompletableFuture.supplyAsync(() -> progress.step(
                "SIMULATED attestation root, NOT INTEL",
                () -> SimulatedCollateral.open(
                        paths.simulatedPki(), options.ports().collateral(), InstantSource.system())));
        Infrastructure started = closing(Infrastructure.start(
                options,
                catalog,
                progress,
                () -> LocalMarket.open(
                        options, paths, secrets, closing(collateral.join()).trustRootHash())));
        infrastructure = started;
        LocalClients.register(started.issuer(), secrets, clients);
        LocalMarket market = started.market();
        ServiceCatalog.Connections connections = new ServiceCatalog.Connections(
                started.postgres(),
                started.kafka().bootstrapServers(),
                started.issuer().url(),
                market.sha256().toString());
        startServices(catalog, connections);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
        closing(() -> Edge.Blocking.await(vertx.close()));
        progress.run("Edge from the HTTPRoute files", () -> startEdges(vertx, market));
        progress.run(
                "Appraisal policy, signed by the validators",
                () -> new PolicySetup(options, started.issuer()).activate());
        StackFile ready = describe(started, market.sha256());
        ready.write(paths.stackFile());
        file = ready;
        progress.say("%-58s %6.1f s".formatted("READY", ready.secondsToReady()));
    }

    private void startServices(ServiceCatalog catalog, ServiceCatalog.Connections connections) {
        for (ServiceCatalog.Plan plan : catalog.plans()) {
            services.add(closing(new JavaService(catalog.spec(plan, connections)).start()));
        }
        all(services.stream()
                .map(service -> (Supplier<JavaService>) () -> progress.step(service.name(), service::awaitReady))
                .toList());
    }

    private void startEdges(Vertx vertx, LocalMarket market) {
        try {
            Path routes = options.repository().resolve("deploy/gateway");
            StackPorts ports = options.ports();
            for (int i = 0; i < options.validators(); i++) {
                int validator = i;
                Map<String, Integer> backends = new TreeMap<>(Map.of(
                        "attestation-service", ports.attestation(validator),
                        "challenge-service", ports.challenge(validator)));
                boolean shared = ports.validatorEdge(i) == ports.edge();
                if (shared) {
                    backends.putAll(Map.of(
                            "registry-service", ports.registry(),
                            "order-service", ports.order(),
                            "settlement-service", ports.settlement(),
                            "chain-relayer", ports.relayer()));
                }
                RouteTable table = shared
                        ? RouteTable.read(routes.resolve("platform.yaml"), routes.resolve("validator.yaml"))
                        : RouteTable.read(routes.resolve("validator.yaml"));
                Edge edge = new Edge(
                        vertx, ports.validatorEdge(i), table, backends, shared ? pages(vertx, market) : Map.of());
                edge.start();
                closing(edge);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Function<HttpServerRequest, Future<String>>> pages(Vertx vertx, LocalMarket market) {
        StackPorts ports = options.ports();
        return new EdgePages(vertx, market, StackPorts.http(ports.edge()), StackPorts.http(ports.issuer())).pages();
    }

    /** Starts another application beside the services, such as a provider gateway, and waits until it is ready. */
    public JavaService run(JavaService.Spec spec) {
        JavaService service = new JavaService(spec);
        closing(service);
        return service.start().awaitReady();
    }

    /** Runs all at once and waits; the first failure is thrown. */
    private static <T> void all(List<Supplier<T>> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(work.stream()
                            .map(one -> CompletableFuture.supplyAsync(one, threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    private StackFile describe(Infrastructure started, Bytes32 marketSha256) {
        StackPorts ports = options.ports();
        List<StackFile.Part> list = new ArrayList<>();
        list.add(part(
                "postgres",
                ports.postgres(),
                started.postgres().child().pid(),
                started.postgres().log()));
        list.add(part(
                "kafka",
                ports.kafka(),
                started.kafka().child().pid(),
                started.kafka().log()));
        list.add(part(
                "anvil",
                ports.chain(),
                started.chain().child().pid(),
                started.chain().log()));
        services.forEach(service -> list.add(new StackFile.Part(
                service.name(),
                service.spec().readiness().getPort(),
                service.child().pid(),
                service.log().toString(),
                service.spec().jvmFlags().stream().anyMatch(flag -> flag.startsWith(AotCaches.USE_FLAG))
                        ? "USED"
                        : "NONE")));
        list.add(part(
                StackFile.Part.SUPERVISOR, ports.edge(), ProcessHandle.current().pid(), paths.supervisorLog()));
        return new StackFile(
                StackPorts.http(ports.edge()),
                started.issuer().url(),
                started.chain().rpcUrl(),
                started.kafka().bootstrapServers(),
                marketSha256.toString(),
                "SIMULATED",
                list,
                clients,
                progress.elapsed().toMillis() / 1000.0);
    }

    private static StackFile.Part part(String name, int port, long pid, Path log) {
        return new StackFile.Part(name, port, pid, log.toString(), "");
    }

    /** What clients need to know. */
    public StackFile file() {
        if (file == null) {
            throw new IllegalStateException("The stack is not ready");
        }
        return file;
    }

    /** Where the stack keeps its state. */
    public StackPaths paths() {
        return paths;
    }

    /** The database server, for looking into it as its superuser. */
    public PostgresProcess postgres() {
        if (infrastructure == null) {
            throw new IllegalStateException("The stack is not ready");
        }
        return infrastructure.postgres();
    }

    /** What was asked for. */
    public StackOptions options() {
        return options;
    }

    /** Secret of a program that logs in by client credentials. */
    public String clientSecret(String clientId) {
        String secret = clients.get(clientId);
        if (secret == null) {
            throw new IllegalArgumentException("No client " + clientId + " in this stack. Known: " + clients.keySet());
        }
        return secret;
    }

    /** The running service of that name, for fault injection. */
    public JavaService service(String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No service " + name));
    }

    private <T extends AutoCloseable> T closing(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    /** Stops everything, last started first. */
    @Override
    public void close() {
        List<AutoCloseable> stopping;
        synchronized (parts) {
            stopping = List.copyOf(parts);
            parts.clear();
        }
        all(stopping.stream()
                .filter(JavaService.class::isInstance)
                .map(part -> (Supplier<AutoCloseable>) () -> {
                    close(part);
                    return part;
                })
                .toList());
        stopping.stream().filter(part -> !(part instanceof JavaService)).forEach(this::close);
    }

    private void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            progress.say("Could not stop " + part + ": " + e.getMessage());
        }
    }
}
