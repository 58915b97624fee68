package org.computingpower.events;

import org.computingpower.terms.Bytes32;

/** Topic {@code chain.heads.v1}, key chainId, kept for one day, published by chain-relayer alone. */
public sealed interface ChainHeadEvent extends MarketEvent {

    /**
     * A block is finalized. Numbers rise; some may be left out.
     *
     * @param chainId EIP-155 id of the chain
     * @param number number of the block
     * @param hash hash of the block
     * @param time the block's time in whole Unix seconds
     */
    record HeadFinalized(long chainId, long number, Bytes32 hash, long time) implements ChainHeadEvent {
        @Override
        public String key() {
            return Long.toString(chainId);
        }
    }
}
