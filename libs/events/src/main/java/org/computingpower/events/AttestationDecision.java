package org.computingpower.events;

/** One validator's judgment on one evidence. */
public enum AttestationDecision {
    /** Everything the policy asks for holds. */
    ACCEPT,
    /** Accepted; the policy tolerates what the warnings name. */
    ACCEPT_WITH_WARNINGS,
    /** Refused; the node is not attested by it. */
    REJECT
}
