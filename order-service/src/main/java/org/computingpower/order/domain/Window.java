package org.computingpower.order.domain;

import java.util.Optional;
import org.computingpower.events.PowerShortfall;
import org.computingpower.terms.TokenAmount;

/**
 * What settlement says of one epoch.
 *
 * @param epoch the epoch
 * @param passed whether the outcome was PASS
 * @param unpaidInARow unpaid windows in a row, this one included
 * @param terminate whether the order must end
 * @param shortfall the proof that the node's power is too low, if that ends the order
 * @param releasedCum released so far
 * @param refundedCum refunded so far
 */
public record Window(
        long epoch,
        boolean passed,
        int unpaidInARow,
        boolean terminate,
        Optional<PowerShortfall> shortfall,
        TokenAmount releasedCum,
        TokenAmount refundedCum) {}
