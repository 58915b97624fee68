package org.computingpower.relayer.domain;

import org.computingpower.terms.Bytes32;

/**
 * What became of a transaction in a block.
 *
 * @param txHash the transaction
 * @param blockNumber height of the block
 * @param blockHash the block; the receipt means nothing if another block stands at that height
 * @param executed whether the call went through; false if it was reverted
 */
public record TxReceipt(Bytes32 txHash, long blockNumber, Bytes32 blockHash, boolean executed) {}
