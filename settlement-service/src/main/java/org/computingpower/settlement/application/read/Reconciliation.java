package org.computingpower.settlement.application.read;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.computingpower.terms.TokenAmount;

/**
 * What the ledger says is on chain, to be compared with the contracts at the same block.
 *
 * @param finalizedBlock the last finalized block a fact came from; 0 before the first
 * @param items one per order with a final deposit, ascending by order
 */
public record Reconciliation(long finalizedBlock, List<Item> items) {

    /** Copies the list. */
    public Reconciliation {
        items = List.copyOf(items);
    }

    /**
     * One order.
     *
     * @param orderId the order
     * @param deposit base units paid in
     * @param releasedCum released so far, fee included
     * @param refundedCum refunded so far
     * @param feeCum the fee within what was released
     * @param isFinal whether the order is closed
     */
    public record Item(
            String orderId,
            TokenAmount deposit,
            TokenAmount releasedCum,
            TokenAmount refundedCum,
            TokenAmount feeCum,
            @JsonProperty("isFinal") boolean isFinal) {}
}
