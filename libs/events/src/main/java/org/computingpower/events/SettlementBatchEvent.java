package org.computingpower.events;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.SettlementBatch;

/** Topic {@code settlement.batches.v1}, key batchId, published by settlement-service alone. One batch is open at a time. */
public sealed interface SettlementBatchEvent extends MarketEvent {

    /** Digest of the batch. */
    Bytes32 batchId();

    @Override
    default String key() {
        return batchId().toString();
    }

    /**
     * The ledger asks the validators to co-sign.
     *
     * @param batchId digest of the batch
     * @param batch the cumulative amounts
     */
    record BatchProposed(Bytes32 batchId, SettlementBatch batch) implements SettlementBatchEvent {}

    /**
     * The threshold signed: anybody may now post the batch.
     *
     * @param batchId digest of the batch
     * @param batch the cumulative amounts
     * @param signatures at least the threshold, sorted by address as the contract asks for
     */
    record BatchReady(Bytes32 batchId, SettlementBatch batch, List<SignedBy> signatures)
            implements SettlementBatchEvent {
        /** Copies the list. */
        public BatchReady {
            signatures = List.copyOf(signatures);
        }
    }

    /**
     * The batch will not be posted; the next one carries the same cumulative numbers, or later ones.
     *
     * @param batchId digest of the batch
     * @param reason why
     */
    record BatchSuperseded(Bytes32 batchId, String reason) implements SettlementBatchEvent {}

    /**
     * The batch is in a finalized block.
     *
     * @param batchId digest of the batch
     * @param txHash the transaction
     * @param blockNumber the block
     */
    record BatchFinal(Bytes32 batchId, Bytes32 txHash, long blockNumber) implements SettlementBatchEvent {}
}
