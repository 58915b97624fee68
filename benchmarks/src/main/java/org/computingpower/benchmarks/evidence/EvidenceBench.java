package org.computingpower.benchmarks.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.computingpower.benchmarks.evidence.PreparedEvidence.Block;
import org.computingpower.benchmarks.stack.FactPublisher;
import org.computingpower.benchmarks.stack.Latencies;
import org.computingpower.events.ChainHeadEvent.HeadFinalized;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.SignedBy;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.appraise.SgxMeasurement;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PccsContent;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.PolicyActivation;

/**
 * {@code ./platform bench evidence [submissions] [rate]}: evidence of distinct simulated platforms from REST to the
 * published verdict, through a durable database and a real broker, beside what verification alone costs in the same run.
 */
public final class EvidenceBench {
    private static final int WARM_UP = 6_000;
    private static final int CONNECTIONS = 64;
    private static final int MARK = 300;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long BLOCK = 1_000;

    private final InstantSource clock = InstantSource.system();
    private final Instant start = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    private final SecureRandom random = new SecureRandom();
    private final SigningKey validator = SigningKey.of(Bytes32.parse("0x" + "0".repeat(63) + "1"));
    private final SimulatedPki pki = SimulatedPki.create(random, start.minus(Duration.ofDays(1)));
    private final byte[] marketJson = marketJson(pki);
    private final MarketFile market = market(marketJson);
    private final Block block = new Block(BLOCK, Digests.keccak256OfText("bench"), start.minusSeconds(60));
    private final PrintStream out;

    private EvidenceBench(PrintStream out) {
        this.out = out;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        int submissions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6_000;
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : MARK;
        new EvidenceBench(System.out).run(submissions, rate);
    }

    private void run(int submissions, int rate) {
        out.printf(
                "Preparing %,d nodes, each with a platform, keys and a quote of its own%n", WARM_UP + 2 * submissions);
        List<PreparedEvidence> all = prepare(WARM_UP + 2 * submissions);
        List<PreparedEvidence> warmUp = all.subList(0, WARM_UP);
        List<PreparedEvidence> flood = all.subList(WARM_UP, WARM_UP + submissions);
        List<PreparedEvidence> steady = all.subList(WARM_UP + submissions, all.size());
        PccsContent content =
                PccsContent.of(pki, Set.of(PlatformSpec.named("any")), TcbScenario.upToDate(), start.minusSeconds(60));
        try (EvidenceStack stack = new EvidenceStack(marketJson, pki.rootPem().toByteArray(), validator, content);
                VerdictWatch verdicts = new VerdictWatch(stack.bootstrapServers());
                EvidenceSender sender = new EvidenceSender(stack.url(), stack.providerToken())) {
            publishFacts(stack, all);
            sender.flood(warmUp, CONNECTIONS);
            stack.await("the verdicts of the warm-up", () -> verdicts.count() == WARM_UP);
            verdicts.requireAllAccepted();
            out.printf("Warmed up by %,d submissions%n", WARM_UP);
            flood(stack, verdicts, sender, flood);
            steady(stack, verdicts, sender, steady, rate);
            out.printf("Rows: evidence %,d, verdict %,d%n", stack.rows("evidence"), stack.rows("verdict"));
        }
        new VerificationBaseline(pki, start).measure(flood, clock.instant()).print(out);
    }

    private List<PreparedEvidence> prepare(int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> PreparedEvidence.make(market, pki, block, random))
                .toList();
    }

    private void publishFacts(EvidenceStack stack, List<PreparedEvidence> all) {
        Policy policy = Policy.standard(1, pki.trustRoot().sha256())
                .sgx(List.of(new SgxMeasurement.ByEnclave(
                        EnclaveSpec.simulatedGateway().mrEnclave())))
                .build();
        Bytes document = policy.toDocument();
        PolicyActivation activation = new PolicyActivation(1, 1, Digests.sha256(document.toByteArray()), 0);
        try (FactPublisher facts = new FactPublisher(stack.bootstrapServers())) {
            facts.publish(new PolicyActivated(
                    new String(document.toByteArray(), StandardCharsets.UTF_8),
                    activation,
                    List.of(new SignedBy(validator.address(), activation.sign(validator, market.domains())))));
            facts.publish(new HeadFinalized(
                    market.chainId(), block.number(), block.hash(), block.time().getEpochSecond()));
            all.forEach(one -> facts.publish(one.registered()));
        }
        stack.await(
                "policy, block and nodes",
                () -> stack.rows("policy") == 1
                        && stack.rows("finalized_block") == 1
                        && stack.rows("registered_node") == all.size());
    }

    private void flood(
            EvidenceStack stack, VerdictWatch verdicts, EvidenceSender sender, List<PreparedEvidence> evidence) {
        int before = verdicts.count();
        Map<String, Long> used = stack.processorMillis();
        EvidenceSender.Sent sent = sender.flood(evidence, CONNECTIONS);
        stack.await("all verdicts", () -> verdicts.count() == before + evidence.size());
        verdicts.requireAllAccepted();
        long last = evidence.stream()
                .mapToLong(one -> verdicts.seenNanos(one.nodeId()))
                .max()
                .orElseThrow();
        double rate = evidence.size() * NANOS_PER_SECOND / (last - sent.dueNanos()[0]);
        out.printf(
                Locale.ROOT,
                "%nAs fast as possible, %d connections: %,d submissions, REST to published verdict %,.0f/s (mark %d: %s)%n",
                CONNECTIONS,
                evidence.size(),
                rate,
                MARK,
                rate >= MARK ? "reached" : "MISSED");
        out.println("  REST answer: " + sent.answers() + refusals(sent));
        double total = 0;
        for (Map.Entry<String, Long> part : stack.processorMillis().entrySet()) {
            double each =
                    (double) (part.getValue() - Objects.requireNonNull(used.get(part.getKey()))) / evidence.size();
            total += each;
            out.printf(Locale.ROOT, "  processor time of %-20s %6.2f ms per submission%n", part.getKey(), each);
        }
        out.printf(
                Locale.ROOT,
                "  processor time in sum: %.2f ms, so two cores bound it at %,.0f/s%n",
                total,
                2000 / total);
    }

    private void steady(
            EvidenceStack stack,
            VerdictWatch verdicts,
            EvidenceSender sender,
            List<PreparedEvidence> evidence,
            int rate) {
        int before = verdicts.count();
        EvidenceSender.Sent sent = sender.steadily(evidence, rate);
        stack.await("all verdicts", () -> verdicts.count() == before + evidence.size());
        verdicts.requireAllAccepted();
        long[] toVerdict = new long[evidence.size()];
        for (int i = 0; i < toVerdict.length; i++) {
            toVerdict[i] = verdicts.seenNanos(evidence.get(i).nodeId()) - sent.dueNanos()[i];
        }
        out.printf(Locale.ROOT, "%nSteadily %,d/s: %,d submissions%n", rate, evidence.size());
        out.println("  REST answer: " + sent.answers() + refusals(sent));
        out.println("  REST to published verdict: " + Latencies.of(toVerdict));
    }

    private static String refusals(EvidenceSender.Sent sent) {
        return sent.refusals() == 0 ? "" : String.format(Locale.ROOT, ", %,d answers 503", sent.refusals());
    }

    private static byte[] marketJson(SimulatedPki pki) {
        try (InputStream template =
                Objects.requireNonNull(EvidenceBench.class.getResourceAsStream("/evidence-market.json"))) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${trustRootHash}", "0x" + pki.trustRoot().sha256().hex())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MarketFile market(byte[] json) {
        try {
            return MarketFileReader.parse(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
