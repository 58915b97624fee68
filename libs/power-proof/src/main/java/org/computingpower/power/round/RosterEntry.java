package org.computingpower.power.round;

import java.util.Comparator;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.MerkleTree;
import org.computingpower.power.ProofMode;

/**
 * One device that is challenged in an epoch. Ordered by node, order and device.
 *
 * @param nodeId the node
 * @param orderId the order, or zero
 * @param deviceIndex 0 to 65535
 * @param mode how it is measured
 * @param paramsHash hash of its parameters
 */
public record RosterEntry(Hash32 nodeId, Hash32 orderId, int deviceIndex, ProofMode mode, Hash32 paramsHash)
        implements Comparable<RosterEntry> {

    private static final Comparator<RosterEntry> ORDER = Comparator.comparing(RosterEntry::nodeId)
            .thenComparing(RosterEntry::orderId)
            .thenComparingInt(RosterEntry::deviceIndex);

    private static final int MAX_DEVICE = 0xFFFF;

    /**
     * @throws IllegalArgumentException if the device index needs more than 16 bits
     */
    public RosterEntry {
        if (deviceIndex < 0 || deviceIndex > MAX_DEVICE) {
            throw new IllegalArgumentException("The device index lies in [0, 65535]. Found " + deviceIndex);
        }
    }

    /** {@code SHA256(0x00 | nodeId 32 | orderId 32 | device u16 | mode u8 | paramsHash 32)}. */
    public Hash32 leafHash() {
        return new HashInput()
                .u8(MerkleTree.LEAF_TAG)
                .hash(nodeId)
                .hash(orderId)
                .u16(deviceIndex)
                .u8(mode.wire())
                .hash(paramsHash)
                .sha256();
    }

    /** By node, order and device; equal only for the same device in the same order. */
    @Override
    public int compareTo(RosterEntry other) {
        return ORDER.compare(this, other);
    }
}
