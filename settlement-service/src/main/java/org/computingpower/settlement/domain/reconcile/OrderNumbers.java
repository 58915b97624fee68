package org.computingpower.settlement.domain.reconcile;

import java.math.BigInteger;
import org.computingpower.terms.TokenAmount;

/**
 * The money of one order as one side tells it, base units.
 *
 * @param deposit paid in
 * @param releasedCum released so far, fee included
 * @param refundedCum refunded so far
 * @param feeCum the fee within what was released
 * @param closed whether nothing can move any more
 */
public record OrderNumbers(
        TokenAmount deposit, TokenAmount releasedCum, TokenAmount refundedCum, TokenAmount feeCum, boolean closed) {

    /** An order that one side does not know. */
    public static final OrderNumbers NONE =
            new OrderNumbers(TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.ZERO, false);

    /** Sum of the differences without their signs, so that two errors cannot cancel each other. */
    public BigInteger driftTo(OrderNumbers other) {
        return distance(deposit, other.deposit)
                .add(distance(releasedCum, other.releasedCum))
                .add(distance(refundedCum, other.refundedCum))
                .add(distance(feeCum, other.feeCum));
    }

    private static BigInteger distance(TokenAmount one, TokenAmount other) {
        return one.baseUnits().subtract(other.baseUnits()).abs();
    }
}
