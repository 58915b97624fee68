package org.computingpower.power.statistics;

import java.math.BigInteger;
import java.util.List;

/**
 * The rated power R0 of a device, from rounds in which all devices were measured at one instant. Integers only, because
 * validators sign it.
 */
public final class Rating {

    /** Rounds in a row that rate a device. */
    public static final int ROUNDS = 3;

    private static final BigInteger NUMERATOR = BigInteger.valueOf(9);
    private static final BigInteger DENOMINATOR = BigInteger.TEN;

    private Rating() {}

    /**
     * One rating round.
     *
     * @param shares k
     * @param mu expected shares
     * @param effectiveRate the rate the target was computed for, in hashes per second
     */
    public record CalibrationRound(int shares, int mu, long effectiveRate) {

        /**
         * @throws IllegalArgumentException if the number of shares is negative or another value is not positive
         */
        public CalibrationRound {
            if (shares < 0 || mu < 1 || effectiveRate < 1) {
                throw new IllegalArgumentException("A rating round has shares and positive expectations");
            }
        }

        /** R-hat = floor(k * Reff / mu), in hashes per second. */
        public long measuredRate() {
            return shareOf(BigInteger.ONE, BigInteger.ONE);
        }

        private long shareOf(BigInteger numerator, BigInteger denominator) {
            return BigInteger.valueOf(shares)
                    .multiply(BigInteger.valueOf(effectiveRate))
                    .multiply(numerator)
                    .divide(BigInteger.valueOf(mu).multiply(denominator))
                    .longValueExact();
        }
    }

    /**
     * R0 = min(advertised, floor(0.90 * smallest R-hat)), in hashes per second; 0 means the device showed no power.
     *
     * @throws IllegalArgumentException unless there are exactly three rounds and the advertised rate is positive
     */
    public static long ratedPower(long advertised, List<CalibrationRound> rounds) {
        if (rounds.size() != ROUNDS || advertised < 1) {
            throw new IllegalArgumentException("A rating takes a positive advertised rate and " + ROUNDS + " rounds");
        }
        long measured = rounds.stream()
                .mapToLong(round -> round.shareOf(NUMERATOR, DENOMINATOR))
                .min()
                .orElseThrow();
        return Math.min(advertised, measured);
    }
}
