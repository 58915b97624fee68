package org.computingpower.gateway.application.solver;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;

/** Remembers proofs and receipts over restarts. */
public interface ProofStore {
    /** The proof for a challenge; empty if the node never committed to it. */
    Optional<Proof> find(long epoch, Bytes32 challengeId);

    /**
     * Stores a proof; when this returns it survives a crash.
     *
     * @throws IllegalStateException if there is one for this challenge already
     */
    void add(Proof proof);

    /** Keeps a validator's receipt beside its proof. */
    void addReceipt(Proof proof, Address validator, CommitReceipt receipt, Signature signature);

    /** Proofs whose opening may still be sent at an instant. */
    List<Proof> open(Instant now);

    /** Forgets proofs of epochs before the given one. */
    void forgetBefore(long epoch);
}
