package org.computingpower.relayer.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.computingpower.events.ChainFact;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.MarketEvent;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.relayer.adapter.postgres.FactWriter;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.application.LeaseLostException;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.eclipse.microprofile.context.spi.ContextManagerProvider;

/**
 * The relayer's workers in a process of their own, which a test kills with SIGKILL. At the point it is told, the process
 * says so in its log and stands still, so that the kill hits exactly that point; a point within a database transaction
 * leaves the transaction open.
 */
public final class RelayerProcess {

    /** Stands for no point: the process runs until it is killed. */
    public static final String NOWHERE = "NOWHERE";

    /** Within the transaction that takes facts back. */
    public static final String FACTS_REVERTED = "FACTS_REVERTED";

    /** Within the transaction that publishes facts as seen, as final, takes them back, or publishes a finalized block. */
    public static final List<String> INBOUND_POINTS =
            List.of("FACTS_SEEN", "FACTS_FINAL", FACTS_REVERTED, "HEAD_FINALIZED");

    private static final Duration LEASE = Duration.ofMillis(1_500);
    private static final String REACHED = "reached ";
    private static final System.Logger LOG = System.getLogger(RelayerProcess.class.getName());

    private final String point;

    private RelayerProcess(String point) {
        this.point = point;
    }

    /** Starts one that stands still at a point; its log stays below {@code target} until the next clean build. */
    public static ChildProcess start(
            TestMarket market, TestDatabase database, URI rpc, SigningKey key, UUID instance, String point) {
        Path directory = Path.of("target", "relayer-process", UUID.randomUUID().toString())
                .toAbsolutePath();
        return ChildProcess.start(
                "relayer " + point,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayerProcess.class.getName(),
                        market.contracts().toString(),
                        rpc.toString(),
                        key.dangerousSecretBytes().toString(),
                        instance.toString(),
                        point,
                        database.address()),
                Map.of("DATABASE_PASSWORD", database.password()),
                directory,
                directory.resolve("log"),
                "KILL");
    }

    /** Whether a child stands at its point. */
    public static boolean stands(ChildProcess child) {
        try {
            return Files.exists(child.log()) && Files.readString(child.log()).contains(REACHED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Contracts, endpoint, key, instance, point, database. */
    public static void main(String[] arguments) {
        RelayerProcess process = new RelayerProcess(arguments[4]);
        TestDatabase database =
                TestDatabase.attach(arguments[5], Objects.requireNonNull(System.getenv("DATABASE_PASSWORD")));
        FactWriter stored = database.facts();
        WorkerParts parts = new WorkerParts(
                DeployedContracts.parse(arguments[0]),
                List.of(URI.create(arguments[1])),
                SigningKey.of(Bytes32.parse(arguments[2])),
                database.pool(),
                (transaction, facts) -> stored.write(transaction, facts)
                        .invoke(() ->
                                facts.stream().map(RelayerProcess::pointOf).forEach(process::reached)),
                UUID.fromString(arguments[3]),
                LEASE,
                TestRelayer.CEILING,
                InstantSource.system(),
                (code, detail) -> {},
                step -> process.reached(step.name()));
        setUpMutiny(database);
        every(parts.sender()::poll);
        every(parts.follower()::poll);
    }

    /**
     * Mutiny finds its providers at the first use of a statement, under locks that two threads take in different orders:
     * begun by both workers at once, it may never end. In the service Quarkus does this while it starts.
     */
    private static void setUpMutiny(TestDatabase database) {
        ContextManagerProvider.instance().getContextManager();
        database.pool().query("select 1").execute().await().atMost(Duration.ofSeconds(10));
    }

    private static void every(Runnable poll) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        poll.run();
                    } catch (ChainUnavailableException | LeaseLostException e) {
                        // As Workers does: tried again at the next poll.
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.ERROR, "Poll failed", e);
                    } catch (Error e) {
                        LOG.log(System.Logger.Level.ERROR, "Worker ended", e);
                        throw e;
                    }
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
    }

    private static String pointOf(MarketEvent fact) {
        return switch (fact) {
            case ChainFact.FactReverted ignored -> FACTS_REVERTED;
            case ChainFact onChain -> "FACTS_" + onChain.at().level();
            case ChainHeadEvent ignored -> "HEAD_FINALIZED";
            default -> NOWHERE;
        };
    }

    private void reached(String here) {
        if (here.equals(point) && !point.equals(NOWHERE)) {
            System.out.println(REACHED + here);
            System.out.flush();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Signals a child: STOP or CONT. */
    public static void signal(ChildProcess child, String signal) {
        ChildProcess.run(List.of("kill", "-" + signal, "" + child.pid()), Map.of(), Duration.ofSeconds(5));
    }
}
