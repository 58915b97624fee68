package org.computingpower.challenge.domain.roster;

import java.util.Optional;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
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
 * @param audit its parameters if the seed makes the epoch an audit; empty if they are the same
 */
public record RosterSlot(
        NodeId nodeId, OrderId orderId, int device, ProofParameters parameters, Optional<ProofParameters> audit) {

    /** A device that has the same to do in every epoch. */
    public RosterSlot(NodeId nodeId, OrderId orderId, int device, ProofParameters parameters) {
        this(nodeId, orderId, device, parameters, Optional.empty());
    }

    /** What identifies a slot within an epoch: a device proves once. */
    public record Key(NodeId nodeId, int device) {}

    /** The identity of this slot within its epoch. */
    public Key key() {
        return new Key(nodeId, device);
    }

    /** This slot in an audit epoch. */
    RosterSlot audited() {
        return new RosterSlot(nodeId, orderId, device, audit.orElse(parameters), audit);
    }

    /** This slot in another part of the epoch. */
    RosterSlot inPart(RoundPart part) {
        return new RosterSlot(
                nodeId, orderId, device, parameters.withPart(part), audit.map(full -> full.withPart(part)));
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
