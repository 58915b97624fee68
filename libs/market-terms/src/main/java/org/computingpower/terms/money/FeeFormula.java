package org.computingpower.terms.money;

import java.math.BigInteger;
import org.computingpower.terms.TokenAmount;

/**
 * {@code fee(R) = floor(R · feeBps / 10^4)} of the cumulative gross release R. Fees of single windows are differences of
 * two values of it, never rounded by themselves; the contract computes the same function.
 *
 * @param feeBps basis points, 0 to 10 000
 */
public record FeeFormula(int feeBps) {

    /** Basis points in one. */
    public static final int BASIS = 10_000;

    /**
     * @throws IllegalArgumentException if the basis points are not in [0, 10 000]
     */
    public FeeFormula {
        if (feeBps < 0 || feeBps > BASIS) {
            throw new IllegalArgumentException("A fee lies in [0, 10000] basis points. Found " + feeBps);
        }
    }

    /** The fee of a cumulative gross release. */
    public TokenAmount fee(TokenAmount releasedCum) {
        return new TokenAmount(
                releasedCum.baseUnits().multiply(BigInteger.valueOf(feeBps)).divide(BigInteger.valueOf(BASIS)));
    }

    /** What of a cumulative gross release is the provider's: R - fee(R). */
    public TokenAmount provider(TokenAmount releasedCum) {
        return releasedCum.minus(fee(releasedCum));
    }
}
