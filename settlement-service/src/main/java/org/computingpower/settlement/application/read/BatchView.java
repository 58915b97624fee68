package org.computingpower.settlement.application.read;

import java.util.List;
import org.computingpower.terms.signed.SettlementItem;
import org.jspecify.annotations.Nullable;

/**
 * A settlement batch.
 *
 * @param batchId its digest
 * @param batchNo its number
 * @param state PROPOSED, READY, FINAL or SUPERSEDED
 * @param asOfEpoch the last epoch the amounts include
 * @param items cumulative amounts, one per order
 * @param signers validators that signed, ascending
 * @param txHash the transaction once it is final
 */
public record BatchView(
        String batchId,
        long batchNo,
        String state,
        long asOfEpoch,
        List<SettlementItem> items,
        List<String> signers,
        @Nullable String txHash) {

    /** Copies the lists. */
    public BatchView {
        items = List.copyOf(items);
        signers = List.copyOf(signers);
    }
}
