package org.computingpower.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./platform bench attestation}: quote verifications per second of processor time beside the P-256 rate of
 * the same run, which bounds them.
 */
public final class AttestationBench {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NEW_KEY = "p256";
    private static final String KNOWN_KEY = "p256BouncyCastleKnownKey";

    private AttestationBench() {}

    /**
     * One line of the table.
     *
     * @param method benchmark method
     * @param label what it is
     * @param signatures P-256 verifications in it; 0 if none bounds it
     * @param limit benchmark method of the signature that bounds it: of a new key, or of one seen before
     * @param mark rate to reach per second
     */
    private record Line(String method, String label, int signatures, String limit, double mark) {

        /** A line that no signature bounds. */
        Line(String method, String label, double mark) {
            this(method, label, 0, "", mark);
        }
    }

    private static final List<Line> LINES = List.of(
            new Line(NEW_KEY, "P-256 verification, new key", 0),
            new Line("p256BouncyCastle", "  BouncyCastle, new key", 0),
            new Line(KNOWN_KEY, "  BouncyCastle, known key", 0),
            new Line("cold", "quote with its collateral, cold", 8, NEW_KEY, 0),
            new Line("cachedCollateral", "quote, collateral cached", 3, NEW_KEY, 1_500),
            new Line("knownPlatform", "quote, platform known", 1, KNOWN_KEY, 3_000),
            new Line("reappraisal", "re-appraisal of stored claims", 100_000));

    /** Entry point. */
    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(AttestationBenchmark.class.getSimpleName())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, Double> rates = new HashMap<>();
        for (RunResult result : results) {
            String method = result.getPrimaryResult().getLabel();
            double operations = counter(result, "operations");
            double cpuNanos = counter(result, "cpuNanos");
            rates.put(result.getParams().getParam("tee") + " " + method, operations * NANOS_PER_SECOND / cpuNanos);
        }
        for (String tee : List.of("SGX", "TDX")) {
            print(System.out, tee, rates);
        }
    }

    private static double counter(RunResult result, String name) {
        return Objects.requireNonNull(result.getSecondaryResults().get(name), name)
                .getScore();
    }

    private static void print(PrintStream out, String tee, Map<String, Double> rates) {
        out.printf("%s, per second of processor time:%n", tee);
        for (Line line : LINES) {
            double rate = rates.getOrDefault(tee + " " + line.method(), Double.NaN);
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %-34s %,12.0f", line.label(), rate));
            if (line.signatures() > 0) {
                double p256 = rates.getOrDefault(tee + " " + line.limit(), Double.NaN);
                text.append(String.format(
                        Locale.ROOT,
                        "   limit P-256 of %s / %d = %,7.0f (%.0f %%)",
                        line.limit().equals(NEW_KEY) ? "a new key" : "a known key",
                        line.signatures(),
                        p256 / line.signatures(),
                        100 * rate * line.signatures() / p256));
            }
            if (line.mark() > 0) {
                text.append(String.format(
                        Locale.ROOT, "   mark %,.0f: %s", line.mark(), rate >= line.mark() ? "reached" : "MISSED"));
            }
            out.println(text);
        }
    }
}
