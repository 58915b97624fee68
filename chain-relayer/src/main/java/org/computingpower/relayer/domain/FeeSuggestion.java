package org.computingpower.relayer.domain;

import java.math.BigInteger;

/**
 * What an endpoint says gas costs now.
 *
 * @param baseFeePerGas base fee of the next block, in wei
 * @param priorityFeePerGas the usual tip, in wei
 */
public record FeeSuggestion(BigInteger baseFeePerGas, BigInteger priorityFeePerGas) {

    /** @throws IllegalArgumentException if a fee is negative */
    public FeeSuggestion {
        if (baseFeePerGas.signum() < 0 || priorityFeePerGas.signum() < 0) {
            throw new IllegalArgumentException("A fee is never negative");
        }
    }

    /** Fees that survive six full blocks in a row: base fee × 2 (it grows by at most 12.5 % a block) plus the tip. */
    public Fees fees() {
        return new Fees(baseFeePerGas.shiftLeft(1).add(priorityFeePerGas), priorityFeePerGas);
    }

    /** The least that gets into the next block. */
    public BigInteger leastFeePerGas() {
        return baseFeePerGas.add(priorityFeePerGas);
    }
}
