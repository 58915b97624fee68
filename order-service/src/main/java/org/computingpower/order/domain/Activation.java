package org.computingpower.order.domain;

import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Acceptance;

/**
 * The node took the order.
 *
 * @param acceptance the node's statement as it was signed
 * @param signature signature of the node key over it
 * @param billingFromEpoch first paid epoch
 * @param endsAtEpoch first epoch that is no longer paid
 */
public record Activation(Acceptance acceptance, Signature signature, long billingFromEpoch, long endsAtEpoch) {
    /** A term has at least one epoch. */
    public Activation {
        if (billingFromEpoch < 0 || endsAtEpoch <= billingFromEpoch) {
            throw new IllegalArgumentException("A term ends after it begins");
        }
    }
}
