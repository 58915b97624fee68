package org.computingpower.benchmarks.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.computingpower.benchmarks.stack.FactPublisher;
import org.computingpower.benchmarks.stack.Latencies;
import org.computingpower.benchmarks.stack.ServiceStack;
import org.computingpower.events.ChainHeadEvent.HeadFinalized;
import org.computingpower.events.EventJson;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;

/**
 * {@code ./platform bench intake [nodes...]}: rounds of so many simulated nodes, each with a real proof of 2048 shares,
 * from HTTP to verdicts on Kafka, through the packaged service, a durable PostgreSQL and a real broker. The first round
 * warms up. Without arguments 100, 1,000 and 10,000 nodes.
 */
public final class IntakeBench {
    private static final int WARM_UP = 1_000;
    private static final int CONNECTIONS = 64;
    private static final int MARK_PER_SECOND = 500;
    private static final int MARK_NODES = 10_000;
    private static final int MARK_SECONDS = 60;
    private static final long FIRST_EPOCH = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    private final SigningKey validator = SigningKey.of(Bytes32.parse("0x" + "0".repeat(63) + "1"));
    /** The first epoch that counts begins in a minute or two: time for start and registration. */
    private final MarketFile market = IntakeMarket.file(
            validator, InstantSource.system().instant().getEpochSecond() - IntakeMarket.EPOCH_SECONDS / 2);

    private final ProofParameters parameters = IntakeMarket.parameters();
    private final ObjectMapper json = EventJson.newMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PrintStream out;
    private final List<String> curve = new ArrayList<>();

    private IntakeBench(PrintStream out) {
        this.out = out;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        List<Integer> rounds = arguments.length == 0
                ? List.of(100, 1_000, MARK_NODES)
                : Arrays.stream(arguments).map(Integer::valueOf).toList();
        new IntakeBench(System.out).run(rounds);
    }

    private void run(List<Integer> measured) {
        List<Integer> rounds = new ArrayList<>(List.of(WARM_UP));
        rounds.addAll(measured);
        List<IntakeNode> nodes = IntStream.range(
                        0, rounds.stream().mapToInt(n -> n).max().orElseThrow())
                .parallel()
                .mapToObj(IntakeNode::of)
                .toList();
        try (ServiceStack stack = new ServiceStack(
                        "challenge-service", "challenge", IntakeMarket.json(market), validator, Map.of());
                JudgedWatch verdicts = new JudgedWatch(stack.bootstrapServers());
                ProofSender sender = new ProofSender(stack.url(), CONNECTIONS)) {
            publishFacts(stack, nodes, rounds);
            for (int i = 0; i < rounds.size(); i++) {
                round(stack, verdicts, sender, nodes.subList(0, rounds.get(i)), FIRST_EPOCH + i, i == 0);
            }
        }
        out.println("\nCost per node against the number of nodes:");
        curve.forEach(out::println);
    }

    /** Everything the service has to know, for all rounds at once: facts say from which epoch on they hold. */
    private void publishFacts(ServiceStack stack, List<IntakeNode> nodes, List<Integer> rounds) {
        long facts = 0;
        try (FactPublisher publisher = new FactPublisher(stack.bootstrapServers())) {
            publisher.publish(
                    new HeadFinalized(market.chainId(), 7, Digests.keccak256OfText("bench"), market.genesis()));
            for (int number = 0; number < nodes.size(); number++) {
                boolean before = false;
                long version = 0;
                for (int i = 0; i < rounds.size(); i++) {
                    boolean now = number < rounds.get(i);
                    if (now != before) {
                        version++;
                        facts++;
                        publisher.publish(nodes.get(number).changed(version, now, IntakeMarket.RATE, FIRST_EPOCH + i));
                        before = now;
                    }
                }
            }
        }
        long expected = facts;
        long start = System.nanoTime();
        stack.await("the nodes", () -> stack.rows("node_version") == expected);
        out.printf(
                Locale.ROOT,
                "%,d facts about %,d nodes read in %.1f s%n",
                expected,
                nodes.size(),
                (System.nanoTime() - start) / NANOS_PER_SECOND);
    }

    private void round(
            ServiceStack stack,
            JudgedWatch verdicts,
            ProofSender sender,
            List<IntakeNode> nodes,
            long epoch,
            boolean warmUp) {
        Hash32 seed = awaitSeed(stack, epoch);
        long t0 = System.nanoTime();
        List<PreparedProof> proofs = nodes.parallelStream()
                .map(node -> PreparedProof.of(node, epoch, seed, parameters, market.domains()))
                .toList();
        Map<String, Long> used = stack.processorMillis();
        long start = System.nanoTime();
        Latencies commits = sender.post(
                "/commits", proofs.stream().map(PreparedProof::commit).toList());
        long committed = System.nanoTime();
        Latencies reveals = sender.post(
                "/reveals", proofs.stream().map(PreparedProof::reveal).toList());
        long revealed = System.nanoTime();
        Map<String, Long> intakeMillis = difference(stack.processorMillis(), used);
        long closeAt = t0 + market.proof().closeMillis() * 1_000_000L;
        stack.await("the close", () -> System.nanoTime() >= closeAt);
        Map<String, Long> beforeClose = stack.processorMillis();
        stack.await("all verdicts", () -> verdicts.passed(epoch) == nodes.size());
        long published = System.nanoTime();
        Map<String, Long> closingMillis = difference(stack.processorMillis(), beforeClose);
        double intake = (revealed - start) / NANOS_PER_SECOND;
        double closing = (published - closeAt) / NANOS_PER_SECOND;
        if (warmUp) {
            out.printf(Locale.ROOT, "Warmed up with %,d nodes%n", nodes.size());
            return;
        }
        double total = intake + closing;
        out.printf(Locale.ROOT, "%n%,d nodes, each with a proof of %,d shares:%n", nodes.size(), parameters.mu());
        out.printf(
                Locale.ROOT, "  commits  %6.1f s; answered in %s%n", (committed - start) / NANOS_PER_SECOND, commits);
        out.printf(
                Locale.ROOT,
                "  reveals  %6.1f s; answered in %s%n",
                (revealed - committed) / NANOS_PER_SECOND,
                reveals);
        out.printf(Locale.ROOT, "  verdicts %6.1f s from the close until all were read from Kafka%n", closing);
        out.printf(
                Locale.ROOT,
                "  intake, commit and reveal verified and durable: %,.0f proofs/s; with the verdicts published %,.0f/s (mark %d: %s)%n",
                nodes.size() / intake,
                nodes.size() / total,
                MARK_PER_SECOND,
                nodes.size() / total >= MARK_PER_SECOND ? "reached" : "MISSED");
        if (nodes.size() >= MARK_NODES) {
            out.printf(
                    Locale.ROOT,
                    "  the round verified and published in %.1f s (mark %d s: %s)%n",
                    total,
                    MARK_SECONDS,
                    total <= MARK_SECONDS ? "reached" : "MISSED");
        }
        cost(stack, intakeMillis, closingMillis, nodes.size(), total);
    }

    private static Map<String, Long> difference(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> used = new LinkedHashMap<>();
        now.forEach((part, millis) -> used.put(part, millis - Objects.requireNonNull(before.get(part))));
        return used;
    }

    /** The time in between, in which everybody waits for the close, is not counted. */
    private void cost(
            ServiceStack stack, Map<String, Long> intake, Map<String, Long> closing, int nodes, double seconds) {
        double sum = 0;
        double service = 0;
        for (Map.Entry<String, Long> part : intake.entrySet()) {
            long closed = Objects.requireNonNull(closing.get(part.getKey()));
            double each = (double) (part.getValue() + closed) / nodes;
            sum += each;
            service = part.getKey().equals("challenge-service") ? each : service;
            out.printf(Locale.ROOT, "  processor time of %-20s %6.2f ms per node%n", part.getKey(), each);
        }
        ResidentMemory memory = ResidentMemory.of(stack.servicePid());
        out.printf(
                Locale.ROOT,
                "  processor time in sum: %.2f ms, so two cores bound it at %,.0f/s; service's memory %d MiB, at most %d MiB%n",
                sum,
                2_000 / sum,
                memory.nowMebibytes(),
                memory.highestMebibytes());
        curve.add(String.format(
                Locale.ROOT,
                "  %,6d nodes: %6.2f ms of processor time of the service, %6.2f ms of everything, %6.2f ms of wall clock",
                nodes,
                service,
                sum,
                seconds * 1_000 / nodes));
    }

    private Hash32 awaitSeed(ServiceStack stack, long epoch) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.url() + "/api/challenge/v1/rounds/" + epoch))
                .build();
        List<Hash32> found = new ArrayList<>();
        stack.await("round " + epoch, () -> {
            seed(request).ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private Optional<Hash32> seed(HttpRequest request) {
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.of(Hash32.parse(json.readTree(answer.body())
                            .path("round")
                            .path("epochSeed")
                            .asText()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
