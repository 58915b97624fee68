package org.computingpower.power.proof;

/** What a validator finds when it checks a proof. Computed with integers only: equal on every machine. */
public sealed interface ProofVerdict {

    /** At least the threshold: k shares, all valid. */
    record Pass(int shares) implements ProofVerdict {}

    /** All shares are valid, but there are too few. */
    record Fail(int shares) implements ProofVerdict {}

    /** A leaf under the signed root holds an invalid, duplicate or unordered nonce. */
    record Voided(VoidReason reason) implements ProofVerdict {}

    /** Not taken into account; the node may send again until the deadline. */
    record Refused(Refusal reason) implements ProofVerdict {}
}
