package org.computingpower.settlement.application.read;

import org.computingpower.terms.TokenAmount;

/**
 * The money of one order at one level, cumulative base units: {@code released = provider + fee} and
 * {@code released + refunded + remaining} is the deposit.
 *
 * @param released released to the provider, fee included
 * @param fee the fee within it
 * @param provider the provider's part of it
 * @param refunded given back to the user
 * @param remaining still in escrow
 */
public record Totals(
        TokenAmount released, TokenAmount fee, TokenAmount provider, TokenAmount refunded, TokenAmount remaining) {

    /** The totals that follow from the deposit and the three cumulative amounts. */
    public static Totals of(TokenAmount deposit, TokenAmount released, TokenAmount fee, TokenAmount refunded) {
        return new Totals(
                released,
                fee,
                released.minus(fee),
                refunded,
                deposit.minus(released).minus(refunded));
    }
}
