package org.computingpower.power.statistics;

/**
 * The power a device showed, in multiples of the power its target was computed for: R-hat / Reff = k / mu, with the
 * exact interval. Its relative standard deviation is 1 / sqrt(k).
 *
 * @param ratio best estimate
 * @param lower lower end of the interval
 * @param upper upper end of the interval
 */
public record RateEstimate(double ratio, double lower, double upper) {

    /**
     * The estimate after some rounds.
     *
     * @param shares sum of k over the rounds
     * @param expected sum of mu over the rounds, positive
     * @param error the chance that the interval misses, for example 0.05
     */
    public static RateEstimate of(long shares, long expected, double error) {
        PoissonInterval interval = PoissonInterval.of(shares, error);
        return new RateEstimate((double) shares / expected, interval.lower() / expected, interval.upper() / expected);
    }

    /** The estimate in hashes per second for a device whose target was computed for this rate. */
    public double hashesPerSecond(long effectiveRate) {
        return ratio * effectiveRate;
    }
}
