package org.computingpower.relayer.domain;

import java.time.Instant;
import org.computingpower.terms.Bytes32;

/**
 * The part of a block header that the hash chain needs.
 *
 * @param number height
 * @param hash block hash
 * @param parentHash hash of the block at {@code number - 1}
 * @param time time of the block, whole seconds
 */
public record ChainBlock(long number, Bytes32 hash, Bytes32 parentHash, Instant time) {

    /** @throws IllegalArgumentException if the height is negative */
    public ChainBlock {
        if (number < 0) {
            throw new IllegalArgumentException("A height is never negative");
        }
    }

    /** Whether this block stands directly on the other one. */
    public boolean follows(ChainBlock parent) {
        return number == parent.number + 1 && parentHash.equals(parent.hash);
    }
}
