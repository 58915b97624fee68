package org.computingpower.challenge.domain.round;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.Hash32;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.ProofVerifier;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/** What one validator knows about one slot during a round. */
final class Slot {

    /** An honest node makes one commit and one reveal; a few more are mistakes, the rest is noise. */
    static final int MAX_ATTEMPTS = 32;

    final RosterSlot slot;
    final ProofAssignment assignment;
    final ProofVerifier verifier;
    final Map<Address, Long> commitReceipts = new HashMap<>();
    final Map<Address, Long> revealReceipts = new HashMap<>();
    Optional<SignedCommit> commit = Optional.empty();
    Optional<SignedReveal> reveal = Optional.empty();
    Optional<ProofVerdict> verdict = Optional.empty();
    private final Set<Bytes32> tried = new HashSet<>();

    Slot(RosterSlot slot, Bytes32 epochSeed) {
        this.slot = slot;
        this.assignment = ProofAssignment.of(
                slot.parameters(),
                Hashes.puzzle(epochSeed),
                Hashes.puzzle(slot.nodeId().value()),
                Hashes.puzzle(slot.orderId().value()),
                slot.device());
        this.verifier = new ProofVerifier(assignment);
    }

    Hash32 nodeId() {
        return assignment.nodeId();
    }

    Bytes32 challengeId() {
        return Hashes.terms(assignment.challenge());
    }

    /**
     * Whether another statement may be looked at; false if the node made too many different ones. Only what the node's key signed for this
     * challenge is counted, and each statement once: whoever replays its messages cannot use up its attempts.
     */
    boolean mayTry(Bytes32 statementHash) {
        if (tried.contains(statementHash)) {
            return true;
        }
        return tried.size() < MAX_ATTEMPTS && tried.add(statementHash);
    }
}
