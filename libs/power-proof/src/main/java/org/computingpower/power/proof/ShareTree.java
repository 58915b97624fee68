package org.computingpower.power.proof;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.MerkleTree;

/**
 * The tree over the nonces of a proof: leaves of up to eight, {@code leaf = SHA256(0x00 | index u32 | count u8 |
 * nonces u64...)}, so that one false share can be shown on chain with a few hashes.
 */
public final class ShareTree {

    /** Nonces per leaf: 70 bytes, two SHA-256 blocks. */
    public static final int LEAF_NONCES = 8;

    private ShareTree() {}

    /** The root over nonces in the order given; nothing is checked here. */
    public static Hash32 root(long[] nonces) {
        MessageDigest sha256 = HashInput.newSha256();
        byte[] leaves = new byte[leafCount(nonces.length) * Hash32.BYTES];
        ByteBuffer leaf = ByteBuffer.allocate(Byte.BYTES + Integer.BYTES + Byte.BYTES + LEAF_NONCES * Long.BYTES);
        try {
            for (int i = 0; i * Hash32.BYTES < leaves.length; i++) {
                int count = nonceCount(nonces.length, i);
                leaf.clear().put((byte) MerkleTree.LEAF_TAG).putInt(i).put((byte) count);
                for (int at = i * LEAF_NONCES; at < i * LEAF_NONCES + count; at++) {
                    leaf.putLong(nonces[at]);
                }
                sha256.update(leaf.array(), 0, leaf.position());
                sha256.digest(leaves, i * Hash32.BYTES, Hash32.BYTES);
            }
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256 value", e);
        }
        return MerkleTree.root(nonces.length, leaves, sha256);
    }

    /**
     * One leaf with its path.
     *
     * @throws IndexOutOfBoundsException if no leaf has this index
     */
    public static ShareLeaf leaf(long[] nonces, int leafIndex) {
        List<Hash32> path = MerkleTree.path(leaves(nonces), leafIndex);
        return new ShareLeaf(leafIndex, leafNonces(nonces, leafIndex), path);
    }

    /** How many leaves so many shares have. */
    public static int leafCount(int shares) {
        return Math.ceilDiv(shares, LEAF_NONCES);
    }

    /** How many nonces the leaf at an index holds if there are so many shares. */
    static int nonceCount(int shares, int leafIndex) {
        return Math.min(LEAF_NONCES, shares - leafIndex * LEAF_NONCES);
    }

    static Hash32 leafHash(int index, List<Long> nonces) {
        HashInput leaf = new HashInput().u8(MerkleTree.LEAF_TAG).u32(index).u8(nonces.size());
        nonces.forEach(leaf::u64);
        return leaf.sha256();
    }

    private static List<Hash32> leaves(long[] nonces) {
        int count = leafCount(nonces.length);
        List<Hash32> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            leaves.add(leafHash(i, leafNonces(nonces, i)));
        }
        return leaves;
    }

    private static List<Long> leafNonces(long[] nonces, int leafIndex) {
        List<Long> leaf = new ArrayList<>(LEAF_NONCES);
        int first = leafIndex * LEAF_NONCES;
        for (int i = 0; i < nonceCount(nonces.length, leafIndex); i++) {
            leaf.add(nonces[first + i]);
        }
        return leaf;
    }
}
