package org.computingpower.order.domain;

import org.computingpower.terms.TokenAmount;

/**
 * How far settlement came with an order.
 *
 * @param settled windows settled so far
 * @param paid those with outcome PASS
 * @param unpaidInARow unpaid windows up to the last one
 * @param lastEpoch epoch of the last settled window; -1 before the first
 * @param releasedCum released to the provider so far, fee included
 * @param refundedCum given back to the user so far
 */
public record Progress(
        int settled, int paid, int unpaidInARow, long lastEpoch, TokenAmount releasedCum, TokenAmount refundedCum) {
    /** Before the first window. */
    public static final Progress NONE = new Progress(0, 0, 0, -1, TokenAmount.ZERO, TokenAmount.ZERO);

    Progress with(Window window) {
        return new Progress(
                settled + 1,
                window.passed() ? paid + 1 : paid,
                window.unpaidInARow(),
                window.epoch(),
                window.releasedCum(),
                window.refundedCum());
    }

    Progress with(TokenAmount released, TokenAmount refunded) {
        return new Progress(settled, paid, unpaidInARow, lastEpoch, released, refunded);
    }
}
