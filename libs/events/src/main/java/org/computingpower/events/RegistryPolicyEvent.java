package org.computingpower.events;

import java.util.List;
import org.computingpower.terms.signed.PolicyActivation;

/** Topic {@code registry.policies.v1}, key {@code market}, published by registry-service alone. */
public sealed interface RegistryPolicyEvent extends MarketEvent {

    /** The one key: there is one policy for the whole market. */
    String KEY = "market";

    @Override
    default String key() {
        return KEY;
    }

    /**
     * An appraisal policy signed by the quorum. Validators judge alike because all use the policy of the same version.
     *
     * @param document the policy, JSON text byte for byte as it was hashed
     * @param activation the statement the validators signed; holds the document's SHA-256
     * @param signatures at least the threshold, ascending by signer
     */
    record PolicyActivated(String document, PolicyActivation activation, List<SignedBy> signatures)
            implements RegistryPolicyEvent {
        /** Copies the list. */
        public PolicyActivated {
            signatures = List.copyOf(signatures);
        }
    }
}
