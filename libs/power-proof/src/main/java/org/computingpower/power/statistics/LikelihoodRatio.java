package org.computingpower.power.statistics;

/** The logarithm of how much better one power explains a round than another. */
public final class LikelihoodRatio {

    private LikelihoodRatio() {}

    /**
     * {@code k ln(r1 / r0) - mu (r1 - r0)}: positive speaks for r1.
     *
     * @param shares k of one round
     * @param mu shares expected at ratio 1
     * @param ratio0 the honest power in multiples of the rated power
     * @param ratio1 the suspected power in multiples of the rated power
     */
    public static double log(long shares, long mu, double ratio0, double ratio1) {
        return shares * Math.log(ratio1 / ratio0) - mu * (ratio1 - ratio0);
    }
}
