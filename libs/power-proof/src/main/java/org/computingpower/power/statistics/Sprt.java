package org.computingpower.power.statistics;

/**
 * Wald's sequential test between two powers: goes on until either is accepted. For admission, where rounds are cheap
 * and the question is asked once. Immutable.
 *
 * @param ratio0 the claimed power in multiples of the rated power
 * @param ratio1 the suspected lower power
 * @param error chance of either error, in (0, 0.5)
 * @param logRatio the evidence so far; positive speaks for the suspected power
 */
public record Sprt(double ratio0, double ratio1, double error, double logRatio) {

    /** What the evidence allows to say. */
    public enum Decision {
        /** Another round is needed. */
        CONTINUE,
        /** The device has the claimed power. */
        CLAIMED_POWER,
        /** The device has the suspected power or less. */
        SUSPECTED_POWER
    }

    /**
     * @throws IllegalArgumentException if the ratios are not 0 &lt; ratio1 &lt; ratio0 or the error is out of bounds
     */
    public Sprt {
        if (!(ratio1 > 0 && ratio1 < ratio0) || !(error > 0 && error < 0.5)) {
            throw new IllegalArgumentException("The suspected power lies below the claimed one; the error below 0.5");
        }
    }

    /** A test without evidence. */
    public static Sprt between(double claimedRatio, double suspectedRatio, double error) {
        return new Sprt(claimedRatio, suspectedRatio, error, 0);
    }

    /** The test after one more round. */
    public Sprt next(int shares, int mu) {
        return new Sprt(ratio0, ratio1, error, logRatio + LikelihoodRatio.log(shares, mu, ratio0, ratio1));
    }

    /** The decision so far; Wald's bounds are +-ln((1 - error) / error). */
    public Decision decision() {
        double bound = Math.log((1 - error) / error);
        if (logRatio >= bound) {
            return Decision.SUSPECTED_POWER;
        }
        return logRatio <= -bound ? Decision.CLAIMED_POWER : Decision.CONTINUE;
    }
}
