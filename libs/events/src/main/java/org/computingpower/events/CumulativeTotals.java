package org.computingpower.events;

import org.computingpower.terms.TokenAmount;

/**
 * Cumulative amounts of one order since it began, in base units.
 *
 * @param releasedCum released to the provider, fee included
 * @param refundedCum given back to the user
 */
public record CumulativeTotals(TokenAmount releasedCum, TokenAmount refundedCum) {}
