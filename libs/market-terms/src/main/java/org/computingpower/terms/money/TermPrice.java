package org.computingpower.terms.money;

import java.math.BigInteger;
import java.time.Duration;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Mode;

/**
 * What a term costs: the offer's price for every second in which the application may run. An exclusive tenant stands still
 * for W in each epoch, so the service clock stops for W, and those seconds are nobody's to pay. ADR-0008.
 *
 * @param epoch length of an epoch
 * @param pause W: how long a round pauses an exclusive tenant, shorter than an epoch
 */
public record TermPrice(Duration epoch, Duration pause) {

    private static final BigInteger MILLIS_PER_SECOND = BigInteger.valueOf(1_000);

    /**
     * @throws IllegalArgumentException unless 0 &lt;= pause &lt; epoch
     */
    public TermPrice {
        if (pause.isNegative() || pause.compareTo(epoch) >= 0) {
            throw new IllegalArgumentException("A round pauses less than an epoch. Found " + pause + " of " + epoch);
        }
    }

    /**
     * {@code floor(price · (1000 · duration - epochs · pause in ms) / 1000)} base units.
     *
     * @param pricePerSecond price of one service second, base units
     * @param mode EXCLUSIVE or SHARED
     * @param durationSeconds the term; each whole epoch in it holds one round
     * @throws IllegalArgumentException if the term is negative or the mode is none of an order
     */
    public TokenAmount of(TokenAmount pricePerSecond, Mode mode, long durationSeconds) {
        if (durationSeconds < 0) {
            throw new IllegalArgumentException("A term is not negative. Found " + durationSeconds);
        }
        BigInteger rounds = BigInteger.valueOf(durationSeconds / epoch.toSeconds());
        BigInteger millis = BigInteger.valueOf(durationSeconds)
                .multiply(MILLIS_PER_SECOND)
                .subtract(rounds.multiply(BigInteger.valueOf(pauseOf(mode).toMillis())));
        return new TokenAmount(pricePerSecond.baseUnits().multiply(millis).divide(MILLIS_PER_SECOND));
    }

    private Duration pauseOf(Mode mode) {
        return switch (mode) {
            case EXCLUSIVE -> pause;
            case SHARED -> Duration.ZERO;
            case STANDBY, AUDIT, CALIBRATION -> throw new IllegalArgumentException("No mode of an order: " + mode);
        };
    }
}
