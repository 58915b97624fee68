package org.computingpower.terms.money;

import java.math.BigInteger;
import org.computingpower.terms.TokenAmount;

/**
 * {@code A(t) = floor(T · t / D)}: what t service seconds of an order are worth. The window [s, t] is worth
 * {@code A(t) - A(s)}, so that all windows add up to T exactly, none is negative and no dust is left.
 *
 * @param totalPrice T, base units
 * @param durationSeconds D, positive
 */
public record WindowFormula(TokenAmount totalPrice, long durationSeconds) {

    /**
     * @throws IllegalArgumentException if the duration is not positive
     */
    public WindowFormula {
        if (durationSeconds <= 0) {
            throw new IllegalArgumentException("A duration is positive. Found " + durationSeconds);
        }
    }

    /**
     * A(t).
     *
     * @throws IllegalArgumentException if t is not in [0, D]
     */
    public TokenAmount accruedAt(long serviceSeconds) {
        if (serviceSeconds < 0 || serviceSeconds > durationSeconds) {
            throw new IllegalArgumentException(
                    "Service seconds lie in [0, " + durationSeconds + "]. Found " + serviceSeconds);
        }
        return new TokenAmount(totalPrice
                .baseUnits()
                .multiply(BigInteger.valueOf(serviceSeconds))
                .divide(BigInteger.valueOf(durationSeconds)));
    }

    /** A(to) - A(from). */
    public TokenAmount worth(long fromSeconds, long toSeconds) {
        return accruedAt(toSeconds).minus(accruedAt(fromSeconds));
    }
}
