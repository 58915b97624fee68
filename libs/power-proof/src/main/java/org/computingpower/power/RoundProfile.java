package org.computingpower.power;

/**
 * The numbers of a round that are the same for all nodes of a market; a device adds its rate and its mode.
 *
 * @param mu expected shares at rated power
 * @param threshold smallest passing number of shares
 * @param windowMillis window the target is computed for, in ms
 * @param commitDeadlineMillis ms after T0
 * @param revealDeadlineMillis ms after T0
 * @param closeMillis ms after T0 at which the verdict is fixed
 * @param maxShares largest number of shares of a commit
 */
public record RoundProfile(
        int mu,
        int threshold,
        int windowMillis,
        int commitDeadlineMillis,
        int revealDeadlineMillis,
        int closeMillis,
        int maxShares) {

    /**
     * The default: mu 2048, pass from 1836. A device at exactly its rated power fails 8.9e-7 of rounds, one with 80 %
     * passes 8.7e-7.
     */
    public static final RoundProfile STANDARD = new RoundProfile(2_048, 1_836, 19_000, 20_000, 60_000, 90_000, 4_096);

    /**
     * Simultaneous rounds of several nodes on one loaded two-core machine. It tells 50 % from 100 %, not 80 %: a device
     * that is starved to 78 % still passes 99.9 %.
     */
    public static final RoundProfile LOCAL = new RoundProfile(512, 384, 4_000, 8_000, 10_000, 11_000, 1_024);

    /**
     * @throws IllegalArgumentException if mu is not positive or the close does not follow the reveal deadline; the other bounds are checked
     *     when a device's parameters are made
     */
    public RoundProfile {
        if (mu < 1 || closeMillis <= revealDeadlineMillis) {
            throw new IllegalArgumentException("A round expects shares and closes after the reveal deadline");
        }
    }

    /**
     * The profile of rating rounds: another mu, with threshold and share limit in proportion (rounded down). A rating
     * looks at the measured rate, not at the threshold.
     */
    public RoundProfile calibration(int calibrationMu) {
        return new RoundProfile(
                calibrationMu,
                Math.max(1, scaled(threshold, calibrationMu)),
                windowMillis,
                commitDeadlineMillis,
                revealDeadlineMillis,
                closeMillis,
                scaled(maxShares, calibrationMu));
    }

    /** The parameters of one device. */
    public ProofParameters parameters(int kind, long effectiveRate, ProofMode mode, RoundPart part) {
        return new ProofParameters(
                kind,
                mu,
                threshold,
                windowMillis,
                commitDeadlineMillis,
                revealDeadlineMillis,
                effectiveRate,
                maxShares,
                mode,
                part);
    }

    private int scaled(int value, int calibrationMu) {
        return Math.toIntExact((long) value * calibrationMu / mu);
    }
}
