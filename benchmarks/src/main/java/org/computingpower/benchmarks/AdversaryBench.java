package org.computingpower.benchmarks;

import java.io.PrintStream;
import java.util.List;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.simulation.AdversaryTable;
import org.computingpower.power.simulation.AdversaryTable.Row;

/**
 * {@code ./platform bench adversaries [NODES] [MU] [THRESHOLD]}: every actor of the adversary table against the real
 * statistics, expected and measured side by side. Exits with 1 if a figure is not as expected.
 */
public final class AdversaryBench {

    private static final int NODES = 10_000;
    private static final long SEED = 20_260_101;

    private AdversaryBench() {}

    /** Entry point. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        int nodes = argument(arguments, 0, NODES);
        int mu = argument(arguments, 1, RoundProfile.STANDARD.mu());
        int threshold = argument(arguments, 2, RoundProfile.STANDARD.threshold());
        out.printf(
                "%d nodes per actor, %d rounds each, mu %d, threshold %d, seed %d%n%n",
                nodes, AdversaryTable.ROUNDS, mu, threshold, SEED);
        List<Row> rows = AdversaryTable.simulate(nodes, SEED, mu, threshold);
        out.print(AdversaryTable.format(rows));
        if (!rows.stream().allMatch(Row::isAsExpected)) {
            out.println();
            out.println("Some actors fare differently than the design says.");
            System.exit(1);
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
