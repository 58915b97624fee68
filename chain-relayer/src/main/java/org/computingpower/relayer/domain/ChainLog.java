package org.computingpower.relayer.domain;

import java.util.Arrays;
import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * One log of a contract, as the chain stores it.
 *
 * @param blockNumber height of its block
 * @param blockHash hash of its block
 * @param txHash the transaction
 * @param logIndex index within the block
 * @param contract who logged it
 * @param topics 0 to 4 topics; copied
 * @param data ABI-encoded fields that are not indexed; copied
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record ChainLog(
        long blockNumber,
        Bytes32 blockHash,
        Bytes32 txHash,
        int logIndex,
        Address contract,
        List<Bytes32> topics,
        byte[] data) {

    /** Copies topics and data. */
    public ChainLog {
        topics = List.copyOf(topics);
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChainLog that
                && blockHash.equals(that.blockHash)
                && logIndex == that.logIndex
                && contract.equals(that.contract)
                && txHash.equals(that.txHash)
                && topics.equals(that.topics)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * blockHash.hashCode() + logIndex;
    }
}
