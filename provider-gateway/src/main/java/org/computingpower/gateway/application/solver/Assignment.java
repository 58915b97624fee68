package org.computingpower.gateway.application.solver;

import java.util.Optional;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.OrderId;

/**
 * What one device of this node has to do in an epoch.
 *
 * @param device index of the device
 * @param orderId the order, or {@link OrderId#NONE}
 * @param parameters the parameters of its puzzle
 * @param audit its parameters if the round's seed makes the epoch an audit; empty if they are the same
 */
public record Assignment(int device, OrderId orderId, ProofParameters parameters, Optional<ProofParameters> audit) {

    /** A device that has the same to do in every epoch. */
    public Assignment(int device, OrderId orderId, ProofParameters parameters) {
        this(device, orderId, parameters, Optional.empty());
    }

    /** The one thing to do under a seed. Validators that opened the round already and those that did not yet come to the same. */
    Assignment under(Hash32 epochSeed) {
        return new Assignment(
                device,
                orderId,
                audit.filter(full -> EpochSeed.isAudit(epochSeed)).orElse(parameters));
    }
}
