package org.computingpower.settlement.application;

import java.util.Optional;
import java.util.UUID;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * What the chain said about one order.
 *
 * @param orderId the order
 * @param seenDeposit a deposit in a block that may still be replaced
 * @param deposit the final deposit
 * @param settled the last final item
 */
public record ChainMirror(
        OrderId orderId, Optional<TokenAmount> seenDeposit, Optional<Deposit> deposit, Optional<Item> settled) {

    /**
     * A final deposit.
     *
     * @param amount base units
     * @param blockNumber the block
     * @param blockTime its time in whole Unix seconds
     * @param cause the event that told it
     */
    public record Deposit(TokenAmount amount, long blockNumber, long blockTime, UUID cause) {}

    /**
     * A final item.
     *
     * @param batchId digest of its batch
     * @param releasedCum released so far, fee included
     * @param refundedCum refunded so far
     * @param feeCum the fee as the contract computed it
     * @param isFinal whether it closed the order
     * @param blockNumber the block
     */
    public record Item(
            String batchId,
            TokenAmount releasedCum,
            TokenAmount refundedCum,
            TokenAmount feeCum,
            boolean isFinal,
            long blockNumber) {}

    /** Both facts about the same order as one; of two items the later one stands. */
    public ChainMirror merge(ChainMirror later) {
        return new ChainMirror(
                orderId,
                later.seenDeposit.or(() -> seenDeposit),
                deposit.or(later::deposit),
                later.settled.or(() -> settled));
    }
}
