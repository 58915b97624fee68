package org.computingpower.power.statistics;

/**
 * The choice of mu and c: how many shares are expected from the rated power, and how few still pass.
 *
 * @param mu expected shares
 * @param threshold smallest passing number of shares (c)
 */
public record PassThreshold(int mu, int threshold) {

    private static final int MAX_MU = 1 << 16;

    /** The chance that a device with a multiple of its rated power passes. */
    public double passProbability(double powerRatio) {
        return Poisson.atLeast(threshold, powerRatio * mu);
    }

    /** The chance that a device with a multiple of its rated power fails. */
    public double failProbability(double powerRatio) {
        return Poisson.atMost(threshold - 1L, powerRatio * mu);
    }

    /** The largest threshold at which a device at exactly its rated power fails with at most this chance. */
    public static PassThreshold forHonest(int mu, double error) {
        int low = 1;
        int high = mu;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (Poisson.atMost(middle - 1L, mu) <= error) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return new PassThreshold(mu, low);
    }

    /**
     * The smallest mu at which some threshold keeps both errors: an honest device fails, or one with the given fraction
     * of its power passes, with at most this chance each.
     *
     * @param cheatRatio fraction of the rated power the cheat has, in (0, 1)
     * @param error the largest allowed chance of either error
     * @throws IllegalArgumentException if 65536 expected shares do not suffice
     */
    public static PassThreshold smallest(double cheatRatio, double error) {
        for (int mu = 1; mu <= MAX_MU; mu++) {
            PassThreshold candidate = forHonest(mu, error);
            if (candidate.passProbability(cheatRatio) <= error) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("No mu up to " + MAX_MU + " tells " + cheatRatio + " from 1");
    }
}
