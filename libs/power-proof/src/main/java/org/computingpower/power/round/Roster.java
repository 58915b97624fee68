package org.computingpower.power.round;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.computingpower.power.Hash32;
import org.computingpower.power.MerkleTree;

/** All devices challenged in an epoch, sorted, with the root that validators sign. Immutable. */
public final class Roster {

    /** One million devices; above that the market is cut into several. */
    public static final int MAX_ENTRIES = 1_000_000;

    private final List<RosterEntry> entries;
    private final List<Hash32> leaves;
    private final Hash32 root;

    private Roster(List<RosterEntry> entries) {
        this.entries = entries;
        this.leaves = entries.stream().map(RosterEntry::leafHash).toList();
        this.root = MerkleTree.root(entries.size(), leaves);
    }

    /**
     * A roster of these entries in any order.
     *
     * @throws IllegalArgumentException if one device stands twice for one order, or there are too many entries
     */
    public static Roster of(Collection<RosterEntry> unordered) {
        if (unordered.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("A roster has at most " + MAX_ENTRIES + " entries");
        }
        List<RosterEntry> sorted = new ArrayList<>(unordered);
        Collections.sort(sorted);
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).compareTo(sorted.get(i)) == 0) {
                throw new IllegalArgumentException("A device stands in a roster once. Found twice: " + sorted.get(i));
            }
        }
        return new Roster(List.copyOf(sorted));
    }

    /** The entries, ascending. */
    public List<RosterEntry> entries() {
        return entries;
    }

    /** The Merkle root; that of an empty roster covers 32 zero bytes. */
    public Hash32 root() {
        return root;
    }

    /**
     * The path that shows one entry under the root.
     *
     * @throws IndexOutOfBoundsException if no entry has this index
     */
    public List<Hash32> path(int index) {
        return MerkleTree.path(leaves, index);
    }

    /** Whether an entry stands at an index of the roster with this root and size. */
    public static boolean contains(Hash32 root, int size, int index, RosterEntry entry, List<Hash32> path) {
        return MerkleTree.contains(root, size, size, index, entry.leafHash(), path);
    }
}
