package org.computingpower.benchmarks;

import java.io.PrintStream;
import java.util.List;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.simulation.AdversaryTable;
import org.computingpower.power.simulation.AdversaryTable.Row;
import org.computingpower.power.simulation.PassRateTable;

/**
 * {@code ./platform bench adversaries [NODES] [MU] [THRESHOLD]}: every actor of the adversary table against the real
 * statistics, expected and measured side by side, then the exact pass curve. Exits with 1 if a figure is not as
 * expected.
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
        List<PassRateTable.Row> rates = PassRateTable.simulate(PassRateTable.ROUNDS, SEED, mu, threshold);
        out.printf(
                "%n%d rounds each of nodes whose power is steady, with exact chances and bounds:%n%n",
                PassRateTable.ROUNDS);
        out.print(PassRateTable.format(rates));
        if (!rows.stream().allMatch(Row::isAsExpected) || !rates.stream().allMatch(PassRateTable.Row::isAsExpected)) {
            out.println();
            out.println("Some nodes fare differently than the design says.");
            System.exit(1);
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
