package org.computingpower.challenge.domain.roster;

import org.computingpower.challenge.domain.Hashes;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.round.RosterEntry;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * One device that is challenged in an epoch, with what it has to do.
 *
 * @param nodeId the node
 * @param orderId the order, or {@link OrderId#NONE}
 * @param device index of the device
 * @param parameters its parameters
 */
public record RosterSlot(NodeId nodeId, OrderId orderId, int device, ProofParameters parameters) {

    /** What identifies a slot within an epoch: a device proves once. */
    public record Key(NodeId nodeId, int device) {}

    /** The identity of this slot within its epoch. */
    public Key key() {
        return new Key(nodeId, device);
    }

    /** How the device is measured. */
    public ProofMode mode() {
        return parameters.mode();
    }

    /** The entry under the roster's root. */
    public RosterEntry entry() {
        return new RosterEntry(
                Hashes.puzzle(nodeId.value()),
                Hashes.puzzle(orderId.value()),
                device,
                parameters.mode(),
                parameters.hash());
    }
}
