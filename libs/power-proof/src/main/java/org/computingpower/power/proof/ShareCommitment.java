package org.computingpower.power.proof;

import org.computingpower.power.Hash32;

/**
 * What a node commits to before it reveals: the number of shares and the root over them.
 *
 * @param shares k, the claimed number of shares, 0 or more
 * @param root the share tree's root
 */
public record ShareCommitment(int shares, Hash32 root) {

    /**
     * @throws IllegalArgumentException if the number is negative
     */
    public ShareCommitment {
        if (shares < 0) {
            throw new IllegalArgumentException("A number of shares is not negative. Found " + shares);
        }
    }

    /** The commitment over these nonces, in the order given. */
    public static ShareCommitment of(long[] nonces) {
        return new ShareCommitment(nonces.length, ShareTree.root(nonces));
    }
}
