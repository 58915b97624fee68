package org.computingpower.challenge.domain.beacon;

import org.computingpower.terms.Bytes32;

/**
 * A finalized block. It binds a round to one deployment; it is no entropy.
 *
 * @param number its number
 * @param hash its hash
 */
public record BlockRef(long number, Bytes32 hash) {

    /** Stands in for the block of the round before the first one. */
    public static final BlockRef NONE = new BlockRef(0, Bytes32.ZERO);
}
