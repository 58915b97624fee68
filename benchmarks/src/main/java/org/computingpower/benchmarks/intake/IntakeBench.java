package org.computingpower.benchmarks.intake;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.computingpower.benchmarks.intake.ProofSender.Posted;
import org.computingpower.benchmarks.stack.FactPublisher;
import org.computingpower.benchmarks.stack.ProcessorTime;
import org.computingpower.benchmarks.stack.ServiceStack;
import org.computingpower.events.ChainHeadEvent.HeadFinalized;
import org.computingpower.power.ProofParameters;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./platform bench intake [nodes...]}: rounds of so many simulated nodes, each with a real proof of 2048 shares,
 * from HTTP to verdicts on Kafka, through the packaged service, a durable PostgreSQL and a real broker; each node
 * listens to the round stream. The first round warms up. Without arguments 100 to 10,000 nodes; one round a minute.
 */
public final class IntakeBench {
    private static final int WARM_UP = 4_000;
    private static final int CONNECTIONS = 64;
    /** Until an epoch begins: time for start and registration. If they take longer, the rounds begin with a later one. */
    private static final int LEAD_SECONDS = 45;
    /** Rosters count facts that hold from an epoch on; these are always in the past. */
    private static final long EFFECTIVE_EPOCH = 1;

    private static final int EPOCHS_BEFORE = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double NANOS_PER_SECOND = 1e9;
    /** The kernel keeps 15 characters of a thread's name. */
    private static final Set<String> COMPILERS = Set.of("C1 CompilerThre", "C2 CompilerThre");

    private final SigningKey validator = SigningKey.of(Bytes32.parse("0x" + "0".repeat(63) + "1"));
    private final MarketFile market = IntakeMarket.file(
            validator,
            InstantSource.system().instant().getEpochSecond()
                    + LEAD_SECONDS
                    - EPOCHS_BEFORE * IntakeMarket.EPOCH_SECONDS);

    private final ProofParameters parameters = IntakeMarket.parameters();
    private final PrintStream out;
    private int takingPart;
    private long facts;

    private IntakeBench(PrintStream out) {
        this.out = out;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        List<Integer> rounds = arguments.length == 0
                ? List.of(100, 300, 1_000, 3_000, RoundReport.MARK_NODES)
                : Arrays.stream(arguments).map(Integer::valueOf).toList();
        new IntakeBench(System.out).run(rounds);
    }

    private void run(List<Integer> measured) {
        List<Integer> rounds = new ArrayList<>(List.of(WARM_UP));
        rounds.addAll(measured);
        List<RoundReport> reports = new ArrayList<>();
        try (ServiceStack stack = new ServiceStack(
                        "challenge-service", "challenge", IntakeMarket.json(market), validator, Map.of());
                JudgedWatch verdicts = new JudgedWatch(stack.bootstrapServers())) {
            List<IntakeNode> nodes = IntStream.range(
                            0, rounds.stream().mapToInt(n -> n).max().orElseThrow())
                    .parallel()
                    .mapToObj(IntakeNode::of)
                    .toList();
            CheckBaseline.run(out, parameters);
            try (FactPublisher head = new FactPublisher(stack.bootstrapServers())) {
                head.publish(
                        new HeadFinalized(market.chainId(), 7, Digests.keccak256OfText("bench"), market.genesis()));
            }
            takePart(stack, nodes, rounds.getFirst());
            for (int i = 0; i < rounds.size(); i++) {
                int next = rounds.get(Math.min(i + 1, rounds.size() - 1));
                try (StreamCrowd crowd = new StreamCrowd(stack.url(), rounds.get(i))) {
                    RoundReport report = round(
                            stack,
                            verdicts,
                            crowd,
                            nodes.subList(0, rounds.get(i)),
                            () -> takePart(stack, nodes, next));
                    out.print(i == 0 ? "\nWarming up, this round does not count:" : "");
                    report.print(out);
                    reports.add(report);
                }
            }
        }
        out.println("\nCost per node against the number of nodes:\n" + RoundReport.curveHead());
        reports.stream().skip(1).map(RoundReport::curveLine).forEach(out::println);
    }

    /** Makes so many nodes take part from the next roster on, and waits until the service has read it. */
    private void takePart(ServiceStack stack, List<IntakeNode> nodes, int count) {
        long start = System.nanoTime();
        long before = facts;
        try (FactPublisher publisher = new FactPublisher(stack.bootstrapServers())) {
            for (int number = Math.min(count, takingPart); number < Math.max(count, takingPart); number++) {
                facts++;
                publisher.publish(nodes.get(number).changed(facts, number < count, IntakeMarket.RATE, EFFECTIVE_EPOCH));
            }
        }
        takingPart = count;
        stack.await("the nodes", () -> stack.rows("node_version") == facts);
        out.printf(
                Locale.ROOT,
                "%n%,d facts about nodes read in %.1f s%n",
                facts - before,
                (System.nanoTime() - start) / NANOS_PER_SECOND);
    }

    /** The next round. The roster of the one after it is prepared between answers and close, when nothing is measured. */
    private RoundReport round(
            ServiceStack stack, JudgedWatch verdicts, StreamCrowd crowd, List<IntakeNode> nodes, Runnable prepareNext) {
        ServiceView service = new ServiceView(stack.url());
        long from = market.epochClock().epochAt(InstantSource.system().instant()) + 1;
        ServiceView.Opened round = await(stack, service, from);
        long epoch = round.epoch();
        long t0 = System.nanoTime()
                - Duration.between(round.openedAt(), InstantSource.system().instant())
                        .toNanos();
        List<PreparedProof> proofs = nodes.parallelStream()
                .map(node -> PreparedProof.of(node, epoch, round.seed(), parameters, market.domains()))
                .toList();
        ProofSender sender = new ProofSender(stack.url(), CONNECTIONS);
        Usage before = Usage.of(stack);
        long start = System.nanoTime();
        Posted commits = sender.post(
                "/commits", proofs.stream().map(PreparedProof::commit).toList());
        long committed = System.nanoTime();
        Posted reveals = sender.post(
                "/reveals", proofs.stream().map(PreparedProof::reveal).toList());
        long revealed = System.nanoTime();
        Usage afterIntake = Usage.of(stack);
        long heap = service.heapMebibytes();
        prepareNext.run();
        long closeAt = t0 + market.proof().closeMillis() * 1_000_000L;
        boolean closedMeanwhile = System.nanoTime() >= closeAt;
        stack.await("the close", () -> System.nanoTime() >= closeAt);
        // If preparing took until the close, what it cost is counted too: rather too much than too little.
        Usage beforeClose = closedMeanwhile ? afterIntake : Usage.of(stack);
        stack.await(
                "all verdicts",
                () -> verdicts.of(epoch).all() == nodes.size() || System.nanoTime() - closeAt > PATIENCE.toNanos());
        Usage used = Usage.of(stack).minus(beforeClose).plus(afterIntake.minus(before));
        JudgedWatch.Judged judged = verdicts.of(epoch);
        return new RoundReport(
                nodes.size(),
                commits,
                reveals,
                (committed - start) / NANOS_PER_SECOND,
                (revealed - committed) / NANOS_PER_SECOND,
                (judged.lastNanos() - closeAt) / NANOS_PER_SECOND,
                (judged.lastNanos() - t0) / NANOS_PER_SECOND,
                judged.passed(),
                nodes.size() - judged.passed(),
                new RoundReport.Streams(
                        crowd.of(epoch).streams(),
                        crowd.lost(),
                        (crowd.of(epoch).lastNanos() - t0) / NANOS_PER_SECOND),
                used.processes(),
                used.compilers(),
                Math.max(heap, service.heapMebibytes()),
                ResidentMemory.of(stack.servicePid()));
    }

    /** The first round from an epoch on; a validator that started late has none in its first epoch. */
    private ServiceView.Opened await(ServiceStack stack, ServiceView service, long from) {
        AtomicReference<ServiceView.@Nullable Opened> found = new AtomicReference<>();
        stack.await("a round", () -> {
            long current = market.epochClock().epochAt(InstantSource.system().instant());
            found.set(current < from ? null : service.round(current).orElse(null));
            return found.get() != null;
        });
        return Objects.requireNonNull(found.get());
    }

    /**
     * Processor time used so far, in milliseconds.
     *
     * @param processes by process
     * @param compilers of the compilers in the service's JVM
     */
    private record Usage(Map<String, Long> processes, long compilers) {
        static Usage of(ServiceStack stack) {
            return new Usage(stack.processorMillis(), ProcessorTime.millisOfThreads(stack.servicePid(), COMPILERS));
        }

        Usage minus(Usage before) {
            Map<String, Long> used = new LinkedHashMap<>();
            processes.forEach((process, millis) ->
                    used.put(process, millis - Objects.requireNonNull(before.processes.get(process))));
            return new Usage(used, compilers - before.compilers);
        }

        Usage plus(Usage other) {
            Map<String, Long> used = new LinkedHashMap<>();
            processes.forEach((process, millis) ->
                    used.put(process, millis + Objects.requireNonNull(other.processes.get(process))));
            return new Usage(used, compilers + other.compilers);
        }
    }
}
