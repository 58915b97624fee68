package org.computingpower.relayer.domain;

import java.math.BigInteger;

/**
 * What one attempt offers to pay for gas (EIP-1559).
 *
 * @param maxFeePerGas the most it pays per gas, base fee and tip together, in wei
 * @param maxPriorityFeePerGas the most it tips the proposer per gas, in wei; never above {@code maxFeePerGas}
 */
public record Fees(BigInteger maxFeePerGas, BigInteger maxPriorityFeePerGas) {

    /** Replacement factor 1.125 as a fraction: geth asks for 1.10 on both fees, other clients for up to 1.125. */
    private static final BigInteger BUMP_NUMERATOR = BigInteger.valueOf(9);

    private static final BigInteger BUMP_DENOMINATOR = BigInteger.valueOf(8);

    /**
     * @throws IllegalArgumentException if a fee is negative or the tip is above the fee cap, which every client refuses
     */
    public Fees {
        if (maxPriorityFeePerGas.signum() < 0 || maxFeePerGas.compareTo(maxPriorityFeePerGas) < 0) {
            throw new IllegalArgumentException("0 <= maxPriorityFeePerGas <= maxFeePerGas does not hold");
        }
    }

    /** The smallest fees that replace these on every client: both × 1.125, rounded up, at least one wei more. */
    public Fees replacement() {
        return new Fees(bumped(maxFeePerGas), bumped(maxPriorityFeePerGas));
    }

    private static BigInteger bumped(BigInteger fee) {
        BigInteger scaled = fee.multiply(BUMP_NUMERATOR)
                .add(BUMP_DENOMINATOR.subtract(BigInteger.ONE))
                .divide(BUMP_DENOMINATOR);
        return scaled.max(fee.add(BigInteger.ONE));
    }
}
