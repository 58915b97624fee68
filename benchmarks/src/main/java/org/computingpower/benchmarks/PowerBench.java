package org.computingpower.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.computingpower.power.engine.EngineReport;
import org.computingpower.power.engine.EngineSelection;
import org.computingpower.power.engine.PowerEngine;
import org.computingpower.power.engine.opencl.MachineEngines;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code ./platform bench power}: the rates of all engines on this machine next to the JDK's and, where it is
 * installed, hashcat's; then the validator's share checks.
 */
public final class PowerBench {

    private static final Duration TIME_PER_ENGINE = Duration.ofSeconds(3);
    private static final double MEGA = 1e6;
    private static final double ADVERTISED_SHARE = 0.9;

    private PowerBench() {}

    /** Entry point. */
    public static void main(String[] arguments) throws RunnerException {
        PrintStream out = System.out;
        int threads = Runtime.getRuntime().availableProcessors();
        List<EngineReport> reports;
        EngineSelection selection = EngineSelection.select(MachineEngines.candidates(threads), TIME_PER_ENGINE);
        try (PowerEngine fastest = selection.engine()) {
            reports = selection.reports();
            out.println("Engines on this machine (all cores):");
            reports.forEach(report -> out.printf("  %-84s %s%n", report.name(), report.message()));
            long best = best(reports);
            out.printf(Locale.ROOT, "%nFastest: %s%n", fastest.name());
            out.printf(Locale.ROOT, "Advertise at most: %.0f hashes/s%n", best * ADVERTISED_SHARE);
            out.printf(
                    Locale.ROOT,
                    "Against the JDK's SHA-256: %.2f times (mark 3)%n",
                    (double) best / reports.getLast().hashesPerSecond());
            compareWithHashcat(out, best);
        }
        out.println();
        out.println("Validator (one core):");
        new Runner(new OptionsBuilder()
                        .include(ShareBenchmark.class.getSimpleName())
                        .build())
                .run();
    }

    private static long best(List<EngineReport> reports) {
        return reports.stream()
                .max(Comparator.comparingLong(EngineReport::hashesPerSecond))
                .orElseThrow()
                .hashesPerSecond();
    }

    private static void compareWithHashcat(PrintStream out, long best) {
        OptionalLong peer = Hashcat.sha256Rate();
        if (peer.isEmpty()) {
            out.println("hashcat is not installed (Debian: apt-get install hashcat): not compared.");
            return;
        }
        out.printf(
                Locale.ROOT,
                "hashcat mode 1400: %.1f MH/s; this is %.2f times that (mark 0.9)%n",
                peer.getAsLong() / MEGA,
                (double) best / peer.getAsLong());
    }
}
