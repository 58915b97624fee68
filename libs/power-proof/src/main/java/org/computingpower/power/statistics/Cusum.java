package org.computingpower.power.statistics;

/**
 * Watches a device over rounds: {@code g = max(0, g + llr)}, alarm at 14. One bad round (capped at +7) never raises an
 * alarm; two in a row, or a slow drift, do. An honest device has one alarm in at least 1.2 million rounds. Rounds
 * without a proof do not enter. Belongs to the node: it survives orders and new ratings. Immutable.
 *
 * @param level g, 0 or more
 * @param runShares sum of k over the rounds since g last was zero
 * @param runExpected sum of mu over the same rounds
 * @param runRounds how many rounds these are
 */
public record Cusum(double level, long runShares, long runExpected, int runRounds) {

    /** A device of which nothing bad is known. */
    public static final Cusum START = new Cusum(0, 0, 0, 0);

    /** The suspected power, in multiples of the rated power. */
    public static final double SUSPECTED_RATIO = 0.85;

    /** The alarm level h. */
    public static final double ALARM_LEVEL = 14;

    /** The most one round adds: half the alarm level, so no single round can raise it. */
    public static final double MAX_STEP = 7;

    /** Confidence of the bound that closes an order: 99.9 %. */
    public static final double POOLED_ERROR = 0.001;

    /**
     * @throws IllegalArgumentException if a value is negative or no number
     */
    public Cusum {
        if (!(level >= 0) || runShares < 0 || runExpected < 0 || runRounds < 0) {
            throw new IllegalArgumentException("A CUSUM state holds no negative value");
        }
    }

    /** The state after one more round with a proof of k shares where mu were expected. */
    public Cusum next(int shares, int mu) {
        double step = Math.min(MAX_STEP, LikelihoodRatio.log(shares, mu, 1, SUSPECTED_RATIO));
        double next = Math.max(0, level + step);
        return next == 0 ? START : new Cusum(next, runShares + shares, runExpected + mu, runRounds + 1);
    }

    /** Whether the device is unlisted until it is rated anew. */
    public boolean isAlarm() {
        return level >= ALARM_LEVEL;
    }

    /** The exact 99.9 % upper bound of the power pooled over the run, in multiples of the rated power. */
    public double pooledUpperBound() {
        return runExpected == 0
                ? Double.POSITIVE_INFINITY
                : PoissonInterval.upperBound(runShares, POOLED_ERROR) / runExpected;
    }

    /** Whether the run alone proves the device below 0.85 of its rated power: alarm, and the pooled bound is below. */
    public boolean provesUnderpowered() {
        return isAlarm() && pooledUpperBound() < SUSPECTED_RATIO;
    }
}
