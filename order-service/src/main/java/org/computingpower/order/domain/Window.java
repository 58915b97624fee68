package org.computingpower.order.domain;

import org.computingpower.terms.TokenAmount;

/**
 * What settlement says of one epoch.
 *
 * @param epoch the epoch
 * @param passed whether the outcome was PASS
 * @param unpaidInARow unpaid windows in a row, this one included
 * @param terminate whether the limits are reached and the order must end
 * @param releasedCum released so far
 * @param refundedCum refunded so far
 */
public record Window(
        long epoch,
        boolean passed,
        int unpaidInARow,
        boolean terminate,
        TokenAmount releasedCum,
        TokenAmount refundedCum) {}
