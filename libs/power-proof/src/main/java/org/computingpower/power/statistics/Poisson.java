package org.computingpower.power.statistics;

/**
 * Exact tails of the Poisson distribution, to about twelve digits, also far out (1e-300). Terms come from Loader's
 * saddle-point form ("Fast and Accurate Computation of Binomial Probabilities", 2000), which loses no digits to
 * cancellation; tails are sums of terms from the near end.
 */
public final class Poisson {

    private static final double TWO_PI = 2 * Math.PI;
    private static final double NEGLIGIBLE = 1e-18;
    /** Below this count the remainder of Stirling's formula is taken from exact factorials. */
    private static final int EXACT_FACTORIALS = 16;

    private static final double[] STIRLING_REMAINDER = stirlingRemainders();

    private Poisson() {}

    /** The chance of exactly k events when mu are expected. */
    public static double probability(long k, double mu) {
        requireMean(mu);
        if (k < 0) {
            return 0;
        }
        if (mu == 0) {
            return k == 0 ? 1 : 0;
        }
        if (k == 0) {
            return Math.exp(-mu);
        }
        return Math.exp(-stirlingRemainder(k) - deviance((double) k, mu)) / Math.sqrt(TWO_PI * k);
    }

    /** The chance of k or fewer events. */
    public static double atMost(long k, double mu) {
        requireMean(mu);
        if (k < 0) {
            return 0;
        }
        return k < mu ? sumDown(k, mu) : 1 - sumUp(k + 1, mu);
    }

    /** The chance of k or more events. */
    public static double atLeast(long k, double mu) {
        requireMean(mu);
        if (k <= 0) {
            return 1;
        }
        return k > mu ? sumUp(k, mu) : 1 - sumDown(k - 1, mu);
    }

    private static double sumDown(long k, double mu) {
        double term = probability(k, mu);
        double sum = 0;
        for (long i = k; i >= 0 && term > sum * NEGLIGIBLE; i--) {
            sum += term;
            term *= i / mu;
        }
        return Math.min(1, sum);
    }

    private static double sumUp(long k, double mu) {
        double term = probability(k, mu);
        double sum = 0;
        for (long i = k + 1; term > sum * NEGLIGIBLE; i++) {
            sum += term;
            term *= mu / i;
        }
        return Math.min(1, sum);
    }

    /** {@code k ln(k / mu) + mu - k} without cancellation near k = mu. */
    private static double deviance(double k, double mu) {
        double difference = k - mu;
        if (Math.abs(difference) >= 0.1 * (k + mu)) {
            return k * Math.log(k / mu) - difference;
        }
        double v = difference / (k + mu);
        double sum = difference * v;
        double term = 2 * k * v;
        for (int odd = 3; ; odd += 2) {
            term *= v * v;
            double next = sum + term / odd;
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }

    /** {@code ln k! - (k ln k - k + ln(2 pi k) / 2)}. */
    private static double stirlingRemainder(long k) {
        if (k < EXACT_FACTORIALS) {
            return STIRLING_REMAINDER[(int) k];
        }
        double inverse = 1.0 / k;
        double square = inverse * inverse;
        return inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680))));
    }

    private static double[] stirlingRemainders() {
        double[] remainders = new double[EXACT_FACTORIALS];
        double factorial = 1;
        for (int k = 1; k < EXACT_FACTORIALS; k++) {
            factorial *= k;
            remainders[k] = Math.log(factorial) - (k * Math.log(k) - k + Math.log(TWO_PI * k) / 2);
        }
        return remainders;
    }

    private static void requireMean(double mu) {
        if (!(mu >= 0) || Double.isInfinite(mu)) {
            throw new IllegalArgumentException("A Poisson mean is finite and not negative. Found " + mu);
        }
    }
}
