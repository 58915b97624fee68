package org.computingpower.power;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The binary tree under share roots and roster roots: {@code node = SHA256(0x01 | left | right)}, an odd last node is
 * promoted unchanged, {@code root = SHA256(0x02 | count u32 | top)}, and the top of no leaf at all is 32 zero bytes.
 * Leaves are hashed by the caller with the first byte 0x00. The count in the root fixes the shape of the tree.
 */
public final class MerkleTree {

    /** First byte of everything that is hashed into a leaf. */
    public static final int LEAF_TAG = 0;

    private static final int NODE_TAG = 1;
    private static final int ROOT_TAG = 2;

    private MerkleTree() {}

    /** The root over these leaves for a claimed count (of shares or of entries). */
    public static Hash32 root(long count, List<Hash32> leaves) {
        if (leaves.isEmpty()) {
            return root(count, Hash32.ZERO);
        }
        List<Hash32> level = leaves;
        while (level.size() > 1) {
            level = parents(level);
        }
        return root(count, level.getFirst());
    }

    /**
     * The same for leaves that lie one after another in an array, which is overwritten: one digest and no object per
     * node, for the proofs that a validator checks by the thousand.
     */
    public static Hash32 root(long count, byte[] leaves, MessageDigest sha256) {
        int width = leaves.length / Hash32.BYTES;
        try {
            for (; width > 1; width = (width + 1) / 2) {
                for (int i = 0; i + 1 < width; i += 2) {
                    sha256.update((byte) NODE_TAG);
                    sha256.update(leaves, i * Hash32.BYTES, 2 * Hash32.BYTES);
                    sha256.digest(leaves, i / 2 * Hash32.BYTES, Hash32.BYTES);
                }
                if (width % 2 == 1) {
                    System.arraycopy(
                            leaves, (width - 1) * Hash32.BYTES, leaves, width / 2 * Hash32.BYTES, Hash32.BYTES);
                }
            }
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256 value", e);
        }
        return root(count, width == 0 ? Hash32.ZERO : Hash32.owning(Arrays.copyOf(leaves, Hash32.BYTES)));
    }

    /** The siblings from a leaf up to the top, without the levels where the node is promoted. */
    public static List<Hash32> path(List<Hash32> leaves, int index) {
        List<Hash32> path = new ArrayList<>();
        List<Hash32> level = leaves;
        for (int i = Objects.checkIndex(index, leaves.size()); level.size() > 1; i /= 2) {
            int sibling = i ^ 1;
            if (sibling < level.size()) {
                path.add(level.get(sibling));
            }
            level = parents(level);
        }
        return List.copyOf(path);
    }

    /**
     * Whether a leaf stands at an index below a root. Refuses a path that is too short, too long or at an impossible
     * index.
     */
    public static boolean contains(Hash32 root, long count, int leafCount, int index, Hash32 leaf, List<Hash32> path) {
        if (index < 0 || index >= leafCount) {
            return false;
        }
        Hash32 node = leaf;
        int used = 0;
        int position = index;
        for (int width = leafCount; width > 1; width = (width + 1) / 2) {
            if ((position ^ 1) < width) {
                if (used == path.size()) {
                    return false;
                }
                Hash32 sibling = path.get(used++);
                node = position % 2 == 0 ? node(node, sibling) : node(sibling, node);
            }
            position /= 2;
        }
        return used == path.size() && root(count, node).equals(root);
    }

    private static List<Hash32> parents(List<Hash32> level) {
        List<Hash32> parents = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i < level.size(); i += 2) {
            parents.add(i + 1 < level.size() ? node(level.get(i), level.get(i + 1)) : level.get(i));
        }
        return parents;
    }

    private static Hash32 node(Hash32 left, Hash32 right) {
        return new HashInput().u8(NODE_TAG).hash(left).hash(right).sha256();
    }

    private static Hash32 root(long count, Hash32 top) {
        return new HashInput().u8(ROOT_TAG).u32(count).hash(top).sha256();
    }
}
