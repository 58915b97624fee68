package org.computingpower.relayer.domain;

import java.math.BigInteger;

/**
 * The ceiling of every attempt: no transaction is ever signed above it.
 *
 * @param maxFeePerGas operator's ceiling, in wei per gas
 */
public record FeePolicy(BigInteger maxFeePerGas) {

    /** A replacement never costs more than this multiple of the suggestion: repeated bumps must not outrun the market. */
    private static final BigInteger SUGGESTION_MULTIPLE = BigInteger.valueOf(5);

    /** @throws IllegalArgumentException if the ceiling is not positive */
    public FeePolicy {
        if (maxFeePerGas.signum() <= 0) {
            throw new IllegalArgumentException("A fee ceiling is positive");
        }
    }

    /** Fees of a first attempt: the suggestion, cut to the ceiling as long as it still gets into the next block. */
    public FeeDecision first(FeeSuggestion suggestion) {
        Fees wanted = suggestion.fees();
        if (wanted.maxFeePerGas().compareTo(maxFeePerGas) <= 0) {
            return new FeeDecision.Pay(wanted);
        }
        if (suggestion.leastFeePerGas().compareTo(maxFeePerGas) <= 0) {
            return new FeeDecision.Pay(new Fees(maxFeePerGas, suggestion.priorityFeePerGas()));
        }
        return new FeeDecision.Hold(wanted.maxFeePerGas(), maxFeePerGas);
    }

    /**
     * Fees of a replacement: at least × 1.125 on both fees, and what the suggestion asks for if that is more; never above
     * {@code min(5 × suggestion, ceiling)}.
     */
    public FeeDecision replace(Fees last, FeeSuggestion suggestion) {
        Fees least = last.replacement();
        Fees suggested = suggestion.fees();
        BigInteger ceiling =
                suggested.maxFeePerGas().multiply(SUGGESTION_MULTIPLE).min(maxFeePerGas);
        if (least.maxFeePerGas().compareTo(ceiling) > 0) {
            return new FeeDecision.Hold(least.maxFeePerGas(), ceiling);
        }
        BigInteger cap = least.maxFeePerGas().max(suggested.maxFeePerGas()).min(ceiling);
        BigInteger tip = least.maxPriorityFeePerGas()
                .max(suggested.maxPriorityFeePerGas())
                .min(cap);
        return new FeeDecision.Pay(new Fees(cap, tip));
    }
}
