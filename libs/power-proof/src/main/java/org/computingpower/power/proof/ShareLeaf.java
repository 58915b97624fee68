package org.computingpower.power.proof;

import java.util.List;
import org.computingpower.power.Hash32;
import org.computingpower.power.MerkleTree;

/**
 * One leaf of a share tree with its path: the unit of evidence against a false share.
 *
 * @param index position among the leaves, from 0
 * @param nonces one to eight unsigned nonces
 * @param path siblings from the leaf to the top
 */
public record ShareLeaf(int index, List<Long> nonces, List<Hash32> path) {

    /**
     * @throws IllegalArgumentException if there are no or more than eight nonces, or the index is negative
     */
    public ShareLeaf {
        nonces = List.copyOf(nonces);
        path = List.copyOf(path);
        if (index < 0 || nonces.isEmpty() || nonces.size() > ShareTree.LEAF_NONCES) {
            throw new IllegalArgumentException("A leaf holds one to eight nonces at an index from 0");
        }
    }

    /** Whether this leaf stands under the root of a commitment, with the nonce count its position asks for. */
    public boolean isUnder(ShareCommitment commitment) {
        int leaves = ShareTree.leafCount(commitment.shares());
        return index < leaves
                && nonces.size() == ShareTree.nonceCount(commitment.shares(), index)
                && MerkleTree.contains(
                        commitment.root(), commitment.shares(), leaves, index, ShareTree.leafHash(index, nonces), path);
    }
}
