package org.computingpower.power.simulation;

import java.util.random.RandomGenerator;
import org.computingpower.power.statistics.Poisson;

/**
 * Exact Poisson variates: transformed rejection with the exact probabilities for large means (Hörmann, "The transformed
 * rejection method for generating Poisson random variables", 1993, algorithm PTRS), inversion for small ones.
 */
final class PoissonDraw {

    private static final double SMALL_MEAN = 10;

    private PoissonDraw() {}

    /** How many events happen when mu are expected. */
    static int draw(double mu, RandomGenerator random) {
        return mu < SMALL_MEAN ? invert(mu, random) : reject(mu, random);
    }

    private static int invert(double mu, RandomGenerator random) {
        double left = random.nextDouble();
        int k = 0;
        for (double term = Math.exp(-mu); left > term && term > 0; term *= mu / k) {
            left -= term;
            k++;
        }
        return k;
    }

    private static int reject(double mu, RandomGenerator random) {
        double b = 0.931 + 2.53 * Math.sqrt(mu);
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            int k = (int) Math.floor((2 * a / us + b) * u + mu + 0.43);
            if (us >= 0.07 && v <= squeeze) {
                return k;
            }
            if (k < 0 || (us < 0.013 && v > us)) {
                continue;
            }
            double bound = Poisson.probability(k, mu);
            if (v * inverseAlpha / (a / (us * us) + b) <= bound) {
                return k;
            }
        }
    }
}
