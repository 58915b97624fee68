package org.computingpower.events;

import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.WindowMoney;
import org.computingpower.terms.money.WindowOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Topic {@code settlement.orders.v1}, key orderId, published by settlement-service alone. All money is cumulative since
 * the order began, in base units.
 */
public sealed interface SettlementOrderEvent extends MarketEvent {

    /** The order the fact is about. */
    OrderId orderId();

    @Override
    default String key() {
        return orderId().toString();
    }

    /**
     * The deposit of an order is final on chain.
     *
     * @param orderId the order
     * @param amount the deposit
     * @param blockNumber the block that holds it
     * @param blockTime that block's time in whole Unix seconds
     */
    record EscrowFunded(OrderId orderId, TokenAmount amount, long blockNumber, long blockTime)
            implements SettlementOrderEvent {}

    /**
     * The window of one epoch is settled in the ledger. Published once per order and epoch.
     *
     * @param orderId the order
     * @param nodeId its node
     * @param epoch the epoch of the window
     * @param from begin of the window in service seconds since billing began, pauses left out, inclusive
     * @param to end of the window in the same seconds, exclusive
     * @param outcome what the quorum's verdicts came to
     * @param w worth of the window
     * @param releasedCum released to the provider so far, fee included
     * @param feeCum the fee within {@code releasedCum}
     * @param refundedCum given back to the user so far
     * @param unpaidInARow number of unpaid windows in a row, this one included
     * @param unpaidOfLast24 number of unpaid windows among the last 24, this one included
     * @param terminate whether the order must end: the limits of unpaid windows are reached, or the power is proven to be too low
     * @param money where the window goes, since v1.1: CARRIED and ACCRUED are decided later, which shows in the cumulative amounts
     * @param shortfall the proof that the power is too low, in this window and every later one of the order; absent without such a proof
     */
    record WindowSettled(
            OrderId orderId,
            NodeId nodeId,
            long epoch,
            long from,
            long to,
            WindowOutcome outcome,
            TokenAmount w,
            TokenAmount releasedCum,
            TokenAmount feeCum,
            TokenAmount refundedCum,
            int unpaidInARow,
            int unpaidOfLast24,
            boolean terminate,
            @Nullable WindowMoney money,
            @Nullable PowerShortfall shortfall)
            implements SettlementOrderEvent {}

    /**
     * The final item of an order is final on chain: released and refunded add up to the deposit.
     *
     * @param orderId the order
     * @param deposit what the user paid in
     * @param releasedCum released to the provider, fee included
     * @param feeCum the fee within {@code releasedCum}
     * @param refundedCum given back to the user
     * @param batchId the batch with the final item
     * @param blockNumber the block that holds it
     */
    record OrderSettled(
            OrderId orderId,
            TokenAmount deposit,
            TokenAmount releasedCum,
            TokenAmount feeCum,
            TokenAmount refundedCum,
            Bytes32 batchId,
            long blockNumber)
            implements SettlementOrderEvent {}
}
