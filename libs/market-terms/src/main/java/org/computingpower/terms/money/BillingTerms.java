package org.computingpower.terms.money;

import org.computingpower.terms.EpochClock;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Order;

/**
 * All that the money of an order depends on besides the outcomes of its epochs.
 *
 * @param totalPrice T, base units, below 2^128 because the chain's cumulative amounts are
 * @param durationSeconds D, positive
 * @param feeBps platform fee, basis points
 * @param windowSeconds length of a window: one epoch
 * @param firstEpoch the first billed epoch
 * @param limits when unpaid windows end the order
 */
public record BillingTerms(
        TokenAmount totalPrice,
        long durationSeconds,
        int feeBps,
        long windowSeconds,
        long firstEpoch,
        BillingLimits limits) {

    private static final int MAX_PRICE_BITS = 128;

    /**
     * @throws IllegalArgumentException if a number lies outside its bounds
     */
    public BillingTerms {
        if (totalPrice.baseUnits().bitLength() > MAX_PRICE_BITS) {
            throw new IllegalArgumentException("A price lies below 2^128. Found " + totalPrice);
        }
        if (durationSeconds <= 0 || windowSeconds <= 0 || firstEpoch < 0) {
            throw new IllegalArgumentException("Durations are positive and epochs count from 0. Found duration "
                    + durationSeconds + ", window " + windowSeconds + ", first epoch " + firstEpoch);
        }
        new FeeFormula(feeBps).fee(TokenAmount.ZERO);
    }

    /** The terms of a signed order that is billed from an epoch on. */
    public static BillingTerms of(Order order, EpochClock clock, long firstEpoch, BillingLimits limits) {
        return new BillingTerms(
                order.totalPrice(),
                order.durationSeconds(),
                order.feeBps(),
                clock.length().toSeconds(),
                firstEpoch,
                limits);
    }

    /** What service seconds are worth. */
    public WindowFormula windows() {
        return new WindowFormula(totalPrice, durationSeconds);
    }

    /** What of a release is fee. */
    public FeeFormula fees() {
        return new FeeFormula(feeBps);
    }
}
