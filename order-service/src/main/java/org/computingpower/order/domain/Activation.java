package org.computingpower.order.domain;

import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Acceptance;

/**
 * The node took the order.
 *
 * @param acceptance the node's statement as it was signed
 * @param signature signature of the node key over it
 * @param billingFromEpoch first paid epoch
 * @param endsAtEpoch first epoch that is no longer paid; each hold that is over has moved it
 * @param heldEpochs epochs of all holds that are over
 */
public record Activation(
        Acceptance acceptance, Signature signature, long billingFromEpoch, long endsAtEpoch, long heldEpochs) {
    /** A term has at least one paid epoch. */
    public Activation {
        if (billingFromEpoch < 0 || heldEpochs < 0 || endsAtEpoch - heldEpochs <= billingFromEpoch) {
            throw new IllegalArgumentException("A term ends after it begins");
        }
    }

    /** The term after a hold of so many epochs. */
    Activation movedBy(long epochs) {
        return new Activation(acceptance, signature, billingFromEpoch, endsAtEpoch + epochs, heldEpochs + epochs);
    }
}
