package org.computingpower.power.statistics;

/**
 * The exact (Garwood) confidence interval of a Poisson mean after k events. Its ends are half the chi-square quantiles
 * with 2k and 2k + 2 degrees of freedom; here they are found as the means at which the tails have the wanted chance.
 *
 * @param lower the lower end
 * @param upper the upper end
 */
public record PoissonInterval(double lower, double upper) {

    private static final int BISECTIONS = 200;

    /**
     * The two-sided interval.
     *
     * @param events k, 0 or more
     * @param error the chance to miss the mean, half of it on each side, in (0, 1)
     */
    public static PoissonInterval of(long events, double error) {
        return new PoissonInterval(lowerBound(events, error / 2), upperBound(events, error / 2));
    }

    /** The mean at which k or more events have the chance {@code error}: half the chi-square quantile (error; 2k). */
    public static double lowerBound(long events, double error) {
        requireArguments(events, error);
        if (events == 0) {
            return 0;
        }
        double low = 0;
        double high = events;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (Poisson.atLeast(events, middle) < error) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The mean at which k or fewer events have the chance {@code error}: half the quantile (1 - error; 2k + 2). */
    public static double upperBound(long events, double error) {
        requireArguments(events, error);
        double low = 0;
        double high = Math.max(1, events);
        while (Poisson.atMost(events, high) > error) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (Poisson.atMost(events, middle) > error) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static void requireArguments(long events, double error) {
        if (events < 0 || !(error > 0 && error < 1)) {
            throw new IllegalArgumentException("A number of events is not negative and an error lies in (0, 1)");
        }
    }
}
