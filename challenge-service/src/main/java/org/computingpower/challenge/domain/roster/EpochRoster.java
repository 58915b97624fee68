package org.computingpower.challenge.domain.roster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.power.round.Roster;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;

/** All slots of one epoch with their root. Immutable. */
public final class EpochRoster {

    private final long epoch;
    private final List<RosterSlot> slots;
    private final Map<RosterSlot.Key, RosterSlot> byKey = new HashMap<>();
    private final Map<NodeId, List<RosterSlot>> byNode = new HashMap<>();
    private final Bytes32 root;

    /**
     * The roster of these slots in any order.
     *
     * @throws IllegalArgumentException if a device stands in it twice
     */
    public EpochRoster(long epoch, Collection<RosterSlot> unordered) {
        this.epoch = epoch;
        this.slots = List.copyOf(unordered);
        for (RosterSlot slot : slots) {
            if (byKey.put(slot.key(), slot) != null) {
                throw new IllegalArgumentException("A device proves once in an epoch. Found twice: " + slot.key());
            }
            byNode.computeIfAbsent(slot.nodeId(), node -> new ArrayList<>()).add(slot);
        }
        this.root = Hashes.terms(
                Roster.of(slots.stream().map(RosterSlot::entry).toList()).root());
    }

    /** The same devices in another part of the epoch: their parameters name the part, so the root differs. */
    public EpochRoster inPart(RoundPart part) {
        return new EpochRoster(
                epoch, slots.stream().map(slot -> slot.inPart(part)).toList());
    }

    /**
     * The roster that the seed makes of this one, known to nobody before T0: in an audit epoch every device that is shared proves its whole power.
     * Its root is what validators sign and what is judged.
     */
    public EpochRoster underSeed(Hash32 epochSeed) {
        boolean changes = EpochSeed.isAudit(epochSeed)
                && slots.stream().anyMatch(slot -> slot.audit().isPresent());
        return changes
                ? new EpochRoster(epoch, slots.stream().map(RosterSlot::audited).toList())
                : this;
    }

    /** The epoch. */
    public long epoch() {
        return epoch;
    }

    /** All slots. */
    public List<RosterSlot> slots() {
        return slots;
    }

    /** How many slots there are. */
    public int size() {
        return slots.size();
    }

    /** The Merkle root that validators sign. */
    public Bytes32 root() {
        return root;
    }

    /** The slot of a device. */
    public Optional<RosterSlot> find(RosterSlot.Key key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The slots of a node; empty if it is not challenged. */
    public List<RosterSlot> ofNode(NodeId nodeId) {
        return List.copyOf(byNode.getOrDefault(nodeId, List.of()));
    }
}
