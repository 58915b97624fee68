package org.computingpower.power.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Plays rounds of nodes whose power is known and steady, on both slopes of the pass curve, and compares how many pass
 * with the exact chance that the design promises. Where the adversary table shows how actors fare, this one is sharp:
 * a threshold one share off, or a tenth of a percent of the expected shares, shows. Seeded: equal arguments give equal
 * tables.
 */
public final class PassRateTable {

    /** Rounds that tell one share of threshold from none. */
    public static final int ROUNDS = 1_000_000;

    /** A whole table without fault complains with at most this chance. */
    private static final double ERROR = 1e-4;

    /**
     * {@code P(X >= 1836)} for X of a Poisson distribution around power times 2048: the numbers of the design, written
     * down and not computed here, so that no change of the profile moves them.
     */
    private static final List<Promise> PROMISES = List.of(
            new Promise(1.00, 0.999999109513),
            new Promise(0.97, 0.999697983352),
            new Promise(0.95, 0.994071830223),
            new Promise(0.93, 0.944098072095),
            new Promise(0.90, 0.569692503191),
            new Promise(0.87, 0.101910714256),
            new Promise(0.85, 0.0121116056839),
            new Promise(0.80, 8.7468171221e-7));

    private PassRateTable() {}

    /**
     * What the design promises.
     *
     * @param power in multiples of the rated power
     * @param passes chance to pass a round
     */
    public record Promise(double power, double passes) {}

    /**
     * One power, measured.
     *
     * @param promise what the design says
     * @param rounds how many were played
     * @param passed how many of them passed
     * @param lowest fewest that are as expected, by the exact binomial distribution
     * @param highest most that are as expected
     */
    public record Row(Promise promise, long rounds, long passed, long lowest, long highest) {

        /** Whether so many pass as the design promises, within the chance of so many rounds. */
        public boolean isAsExpected() {
            return passed >= lowest && passed <= highest;
        }
    }

    /** What the design promises, strongest node first. */
    public static List<Promise> promises() {
        return PROMISES;
    }

    /**
     * Plays all powers.
     *
     * @param rounds rounds per power
     * @param seed equal seeds give equal tables
     * @param mu expected shares at rated power
     * @param threshold shares that pass
     */
    public static List<Row> simulate(int rounds, long seed, int mu, int threshold) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = new ArrayList<>();
        for (Promise promise : PROMISES) {
            SplittableRandom own = random.split();
            double mean = promise.power() * mu;
            long passed = IntStream.range(0, rounds)
                    .filter(_ -> PoissonDraw.draw(mean, own) >= threshold)
                    .count();
            BinomialBounds bounds = BinomialBounds.of(rounds, promise.passes(), ERROR / PROMISES.size());
            rows.add(new Row(promise, rounds, passed, bounds.lowest(), bounds.highest()));
        }
        return List.copyOf(rows);
    }

    /** A table for people, expected and measured side by side. */
    public static String format(List<Row> rows) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-10s %-17s %-10s %-21s %s%n",
                "real power",
                "passes: exact",
                "measured",
                "bounds",
                "as expected"));
        for (Row row : rows) {
            double rounds = (double) row.rounds();
            text.append(String.format(
                    Locale.ROOT,
                    "%-10s %-17.9f %-10.6f %-21s %s%n",
                    Math.round(100 * row.promise().power()) + " %",
                    row.promise().passes(),
                    row.passed() / rounds,
                    String.format(Locale.ROOT, "%.6f - %.6f", row.lowest() / rounds, row.highest() / rounds),
                    row.isAsExpected() ? "yes" : "NO"));
        }
        return text.toString();
    }
}
