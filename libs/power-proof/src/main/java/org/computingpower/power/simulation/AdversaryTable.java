package org.computingpower.power.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.computingpower.power.simulation.Actor.Expectation;

/**
 * Plays every actor against the real statistics and compares with the design: which share of rounds it passes, how
 * many nodes are caught within 48 rounds, and after how many. Seeded: equal arguments give equal tables.
 */
public final class AdversaryTable {

    /** One day of half-hour rounds. */
    public static final int ROUNDS = 48;

    /** 99.99 % in units of the standard deviation: with a dozen rows a false complaint is a one-in-400 event. */
    private static final double CONFIDENCE_SIGMAS = 3.89;

    private static final double ROUNDING = 1e-12;

    private AdversaryTable() {}

    /**
     * One actor, measured.
     *
     * @param actor who
     * @param nodes how many nodes were simulated
     * @param passRate passed rounds / all rounds
     * @param caughtRate nodes caught within 48 rounds / all nodes
     * @param medianDelay median number of rounds until caught, of those caught; 0 if none was
     */
    public record Row(Actor actor, int nodes, double passRate, double caughtRate, int medianDelay) {

        /** Whether all figures agree with the design within the chance of so many nodes. */
        public boolean isAsExpected() {
            Expectation expected = actor.expected();
            return agrees(passRate, (long) nodes * ROUNDS, expected.passLow(), expected.passHigh())
                    && agrees(caughtRate, nodes, expected.caughtLow(), expected.caughtHigh())
                    && (expected.delayHigh() == 0
                            || (medianDelay >= expected.delayLow() && medianDelay <= expected.delayHigh()));
        }

        /** Whether the confidence interval (Wilson) of a measured rate meets the expected range. */
        private static boolean agrees(double rate, long trials, double low, double high) {
            double n = (double) trials;
            double z2 = CONFIDENCE_SIGMAS * CONFIDENCE_SIGMAS;
            double center = (rate + z2 / (2 * n)) / (1 + z2 / n);
            double half = CONFIDENCE_SIGMAS / (1 + z2 / n) * Math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n));
            return center + half >= low - ROUNDING && center - half <= high + ROUNDING;
        }
    }

    /**
     * Simulates all actors.
     *
     * @param nodes nodes per actor
     * @param seed equal seeds give equal tables
     * @param mu expected shares at rated power
     * @param threshold shares that pass
     */
    public static List<Row> simulate(int nodes, long seed, int mu, int threshold) {
        SplittableRandom random = new SplittableRandom(seed);
        return Actors.all().stream()
                .map(actor -> simulate(actor, nodes, random.split(), mu, threshold))
                .toList();
    }

    /** A table for people, expected and measured side by side. */
    public static String format(List<Row> rows) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-48s %-21s %-9s %-21s %-9s %-9s %-7s %s%n",
                "actor",
                "passes: expected",
                "measured",
                "caught: expected",
                "measured",
                "delay",
                "median",
                "as expected"));
        for (Row row : rows) {
            Expectation expected = row.actor().expected();
            text.append(String.format(
                    Locale.ROOT,
                    "%-48s %-21s %-9.5f %-21s %-9.4f %-9s %-7d %s%n",
                    row.actor().name(),
                    expected.passLow() + " - " + expected.passHigh(),
                    row.passRate(),
                    expected.caughtLow() + " - " + expected.caughtHigh(),
                    row.caughtRate(),
                    expected.delayHigh() == 0 ? "-" : expected.delayLow() + "-" + expected.delayHigh(),
                    row.medianDelay(),
                    row.isAsExpected() ? "yes" : "NO"));
        }
        return text.toString();
    }

    private static Row simulate(Actor actor, int nodes, SplittableRandom random, int mu, int threshold) {
        long passed = 0;
        List<Integer> delays = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            SimulatedNode node = new SimulatedNode(actor, mu, threshold);
            for (int round = 1; round <= ROUNDS; round++) {
                node.play(random);
            }
            passed += node.passed();
            if (node.caughtAt() > 0) {
                delays.add(node.caughtAt());
            }
        }
        delays.sort(null);
        int median = delays.isEmpty() ? 0 : delays.get((delays.size() - 1) / 2);
        return new Row(
                actor, nodes, (double) passed / ((double) nodes * ROUNDS), (double) delays.size() / nodes, median);
    }
}
