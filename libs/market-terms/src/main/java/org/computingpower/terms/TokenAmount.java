package org.computingpower.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;

/**
 * An amount of the market's token in integer base units, from 0 to 2^256 - 1 (a Solidity {@code uint256}).
 *
 * @param baseUnits the number of base units
 */
public record TokenAmount(BigInteger baseUnits) implements Comparable<TokenAmount> {

    /** No tokens. */
    public static final TokenAmount ZERO = new TokenAmount(BigInteger.ZERO);

    private static final int MAX_BITS = 256;

    /**
     * @throws IllegalArgumentException if the number is negative or needs more than 256 bits
     */
    public TokenAmount {
        if (baseUnits.signum() < 0 || baseUnits.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("A token amount lies in [0, 2^256). Found " + baseUnits);
        }
    }

    /** An amount from its decimal form, as it stands in JSON. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TokenAmount parse(String decimal) {
        if (!decimal.matches("0|[1-9][0-9]{0,77}")) {
            throw new IllegalArgumentException("A token amount is a decimal integer without sign or leading zeros");
        }
        return new TokenAmount(new BigInteger(decimal));
    }

    /** An amount of so many base units. */
    public static TokenAmount of(long baseUnits) {
        return new TokenAmount(BigInteger.valueOf(baseUnits));
    }

    /** The sum; overflow past 2^256 - 1 is an error. */
    public TokenAmount plus(TokenAmount other) {
        return new TokenAmount(baseUnits.add(other.baseUnits));
    }

    /** The difference; a negative result is an error. */
    public TokenAmount minus(TokenAmount other) {
        return new TokenAmount(baseUnits.subtract(other.baseUnits));
    }

    /** Whether this is no token at all. */
    public boolean isZero() {
        return baseUnits.signum() == 0;
    }

    @Override
    public int compareTo(TokenAmount other) {
        return baseUnits.compareTo(other.baseUnits);
    }

    /** The decimal form, as it stands in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return baseUnits.toString();
    }
}
