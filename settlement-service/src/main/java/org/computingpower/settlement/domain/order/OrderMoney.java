package org.computingpower.settlement.domain.order;

import java.util.Optional;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.OrderFold;

/**
 * The money of one order. {@code deposit = released + refunded + remaining} and {@code released = provider + fee} hold by construction.
 *
 * @param orderId the order
 * @param phase how far it is
 * @param fold the fold over its epochs, once it is billed
 * @param deposit the final deposit, base units
 * @param released released so far, fee included
 * @param fee the fee within it
 * @param refunded refunded so far
 * @param settled whether the chain has the final item
 */
public record OrderMoney(
        OrderId orderId,
        Phase phase,
        Optional<OrderFold> fold,
        TokenAmount deposit,
        TokenAmount released,
        TokenAmount fee,
        TokenAmount refunded,
        boolean settled) {

    /**
     * @throws IllegalArgumentException if more is out than was in, or a closed order still holds money
     */
    public OrderMoney {
        if (released.plus(refunded).compareTo(deposit) > 0 || fee.compareTo(released) > 0) {
            throw new IllegalArgumentException("Order " + orderId + " gives out more than it holds");
        }
        if (phase == Phase.CLOSED && !released.plus(refunded).equals(deposit)) {
            throw new IllegalArgumentException("Order " + orderId + " is closed and still holds money");
        }
        if (phase == Phase.BILLING && fold.isEmpty()) {
            throw new IllegalArgumentException("Order " + orderId + " is billed without a fold");
        }
    }

    /** An order without a deposit. */
    public static OrderMoney waiting(OrderId orderId) {
        return new OrderMoney(
                orderId,
                Phase.WAITING,
                Optional.empty(),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                false);
    }

    /** The provider's part of what is released. */
    public TokenAmount provider() {
        return released.minus(fee);
    }

    /** What is neither released nor refunded. */
    public TokenAmount remaining() {
        return deposit.minus(released).minus(refunded);
    }

    OrderMoney funded(TokenAmount amount) {
        return new OrderMoney(
                orderId, Phase.FUNDED, fold, amount, TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.ZERO, false);
    }

    OrderMoney billing(OrderFold started) {
        return folded(Phase.BILLING, started);
    }

    OrderMoney folded(OrderFold next) {
        return folded(Phase.BILLING, next);
    }

    OrderMoney closed(OrderFold finished) {
        return folded(Phase.CLOSED, finished);
    }

    private OrderMoney folded(Phase next, OrderFold now) {
        return new OrderMoney(
                orderId, next, Optional.of(now), deposit, now.releasedCum(), now.feeCum(), now.refundedCum(), settled);
    }

    OrderMoney refundedInFull() {
        return new OrderMoney(
                orderId, Phase.CLOSED, fold, deposit, TokenAmount.ZERO, TokenAmount.ZERO, deposit, settled);
    }

    OrderMoney settledOnChain() {
        return new OrderMoney(orderId, phase, fold, deposit, released, fee, refunded, true);
    }
}
