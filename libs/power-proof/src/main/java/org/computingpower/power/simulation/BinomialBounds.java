package org.computingpower.power.simulation;

import org.computingpower.power.statistics.Poisson;

/**
 * How often something with a known chance happens in so many independent trials: the exact binomial bounds. A chance
 * of {@code P(X = k)} is the quotient of three Poisson ones, {@code p(k; np) p(n - k; nq) / p(n; n)}, which keeps all
 * their digits.
 *
 * @param lowest fewer have at most half the error's chance
 * @param highest more have at most half the error's chance
 */
record BinomialBounds(long lowest, long highest) {

    /**
     * The bounds.
     *
     * @param trials how many, 1 or more
     * @param chance of one trial, in (0, 1)
     * @param error the chance to lie outside, half of it on each side at most, in (0, 1)
     */
    static BinomialBounds of(long trials, double chance, double error) {
        if (trials < 1 || !(chance > 0 && chance < 1) || !(error > 0 && error < 1)) {
            throw new IllegalArgumentException("There are trials, and a chance and an error lie in (0, 1)");
        }
        return new BinomialBounds(lowest(trials, chance, error / 2), trials - lowest(trials, 1 - chance, error / 2));
    }

    /** The largest k of which fewer have at most the chance {@code tail}. */
    private static long lowest(long trials, double chance, double tail) {
        long k = firstThatCounts(trials, chance, tail);
        for (double below = 0; k < trials; k++) {
            below += probability(k, trials, chance);
            if (below > tail) {
                return k;
            }
        }
        return trials;
    }

    /** Below it all terms together are a billionth of the tail: they fall at least as fast as a geometric series. */
    private static long firstThatCounts(long trials, double chance, double tail) {
        double negligible = tail / 1e9 / trials;
        long low = 0;
        long high = (long) (trials * chance);
        while (low < high) {
            long middle = (low + high) / 2;
            if (probability(middle, trials, chance) < negligible) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double probability(long k, long trials, double chance) {
        return Poisson.probability(k, trials * chance)
                / Poisson.probability(trials, (double) trials)
                * Poisson.probability(trials - k, trials * (1 - chance));
    }
}
