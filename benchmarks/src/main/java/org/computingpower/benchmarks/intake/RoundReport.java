package org.computingpower.benchmarks.intake;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.computingpower.benchmarks.intake.ProofSender.Posted;

/**
 * What one round cost. Processor time counts from the first commit to the last answered reveal and from the close to the
 * last verdict on Kafka; in between everybody waits.
 *
 * @param nodes nodes of the roster
 * @param commits how commits were answered
 * @param reveals how reveals were answered
 * @param commitSeconds from the first commit to the last answer
 * @param revealSeconds from the first reveal to the last answer
 * @param closeSeconds from the round's close to the last verdict read from Kafka
 * @param roundSeconds from T0 to the last verdict read from Kafka
 * @param passed verdicts PASS
 * @param missing nodes without a PASS
 * @param streams who listened
 * @param processorMillis by process
 * @param compilerMillis of the service's time, what the JVM's compilers used
 * @param heapMebibytes used heap of the service, garbage included: the highest of the looks after each phase
 * @param memory resident memory of the service at the end
 */
record RoundReport(
        int nodes,
        Posted commits,
        Posted reveals,
        double commitSeconds,
        double revealSeconds,
        double closeSeconds,
        double roundSeconds,
        int passed,
        int missing,
        Streams streams,
        Map<String, Long> processorMillis,
        long compilerMillis,
        long heapMebibytes,
        ResidentMemory memory) {

    static final int MARK_PER_SECOND = 500;
    static final int MARK_NODES = 10_000;
    static final int MARK_SECONDS = 60;
    private static final int PROCESSORS = 2;
    private static final String SERVICE = "challenge-service";

    /**
     * The round stream.
     *
     * @param heard streams that told of this round
     * @param lost streams that were cut off so far
     * @param seconds from T0 until the last of them did
     */
    record Streams(int heard, int lost, double seconds) {}

    double millisOf(String process) {
        return (double) processorMillis.getOrDefault(process, 0L) / nodes;
    }

    double sumMillis() {
        return processorMillis.values().stream().mapToLong(millis -> millis).sum() / (double) nodes;
    }

    double perSecond() {
        return nodes / (commitSeconds + revealSeconds + closeSeconds);
    }

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%n%,d nodes: %,d passed, %,d did not%n", nodes, passed, missing);
        out.printf(
                Locale.ROOT,
                "  streams  %6.2f s from T0 until %,d heard of the round; %,d were cut off%n",
                streams.seconds(),
                streams.heard(),
                streams.lost());
        out.printf(Locale.ROOT, "  commits  %6.1f s; %s%n", commitSeconds, text(commits));
        out.printf(Locale.ROOT, "  reveals  %6.1f s; %s%n", revealSeconds, text(reveals));
        out.printf(Locale.ROOT, "  verdicts %6.1f s from the close until all were read from Kafka%n", closeSeconds);
        out.printf(
                Locale.ROOT,
                "  taken in, verified and durable %,.0f proofs/s; with verdicts published %,.0f/s (mark %d: %s)%n",
                nodes / (commitSeconds + revealSeconds),
                perSecond(),
                MARK_PER_SECOND,
                reached(perSecond() >= MARK_PER_SECOND && missing == 0));
        processorMillis.forEach((process, millis) -> out.printf(
                Locale.ROOT, "  processor time of %-18s %6.2f ms per proof%n", process, (double) millis / nodes));
        out.printf(
                Locale.ROOT,
                "  in sum %.2f ms, so %d cores bound it at %,.0f/s (mark %d: %s); of the service's time its compilers took %.2f ms%n",
                sumMillis(),
                PROCESSORS,
                PROCESSORS * 1_000 / sumMillis(),
                MARK_PER_SECOND,
                reached(PROCESSORS * 1_000 / sumMillis() >= MARK_PER_SECOND),
                (double) compilerMillis / nodes);
        out.printf(
                Locale.ROOT,
                "  memory of the service: heap used up to %d MiB, resident %d MiB, at most %d MiB so far%n",
                heapMebibytes,
                memory.nowMebibytes(),
                memory.highestMebibytes());
        if (nodes >= MARK_NODES) {
            out.printf(
                    Locale.ROOT,
                    "  the round, from T0 to the last verdict on Kafka, took %.1f s (mark %d s: %s)%n",
                    roundSeconds,
                    MARK_SECONDS,
                    reached(roundSeconds <= MARK_SECONDS && missing == 0));
        }
    }

    private static String text(Posted posted) {
        return "answered in " + posted.answered() + "; 503 and asked again " + posted.askedAgain()
                + (posted.refused().isEmpty() ? "" : "; refused by status " + posted.refused());
    }

    private static String reached(boolean mark) {
        return mark ? "reached" : "MISSED";
    }

    static String curveHead() {
        return "   nodes | ms of processor time per proof: service  PostgreSQL  Kafka  load generator    sum"
                + " | intake/s  close to last verdict  T0 to last verdict | heap, resident MiB";
    }

    String curveLine() {
        return String.format(
                Locale.ROOT,
                "  %,6d | %39.2f %11.2f %6.2f %15.2f %6.2f | %8.0f %20.1f s %17.1f s | %4d, %d",
                nodes,
                millisOf(SERVICE),
                millisOf("PostgreSQL"),
                millisOf("Kafka"),
                millisOf("load generator"),
                sumMillis(),
                nodes / (commitSeconds + revealSeconds),
                closeSeconds,
                roundSeconds,
                heapMebibytes,
                memory.highestMebibytes());
    }
}
