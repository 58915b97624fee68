package org.computingpower.events;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/**
 * Where on the chain a fact stands.
 *
 * @param chainId EIP-155 id of the chain
 * @param contract the contract that emitted the log
 * @param blockNumber number of the block
 * @param blockHash hash of the block
 * @param blockTime the block's time in whole Unix seconds
 * @param txHash the transaction
 * @param logIndex index of the log within the block
 * @param eventSeq the contract's own dense number of its events: a gap proves that one was missed
 * @param level how sure the fact is
 */
public record ChainPosition(
        long chainId,
        Address contract,
        long blockNumber,
        Bytes32 blockHash,
        long blockTime,
        Bytes32 txHash,
        int logIndex,
        long eventSeq,
        FactLevel level) {}
