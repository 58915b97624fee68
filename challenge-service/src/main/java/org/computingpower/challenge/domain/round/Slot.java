package org.computingpower.challenge.domain.round;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

/**
 * What one validator knows about one slot during a round. An honest node has one commit; a node that signed several has them side by side, and
 * receipts decide which one counts: each validator receipts only the first it saw, so at most one gathers a quorum.
 */
final class Slot {

    /** An honest node makes one commit and one reveal; a few more are mistakes, the rest is noise. */
    static final int MAX_ATTEMPTS = 32;

    final RosterSlot slot;
    final ProofAssignment assignment;
    final ProofVerifier verifier;
    private final Map<Bytes32, Entry> entries = new LinkedHashMap<>();
    private final Set<Bytes32> tried = new HashSet<>();

    /** One commit with its reveal, if that is known, and who received them when, in Unix milliseconds by its own clock. */
    static final class Entry {
        final SignedCommit commit;
        final Map<Address, Long> commitReceipts = new HashMap<>();
        final Map<Address, Long> revealReceipts = new HashMap<>();
        Optional<SignedReveal> reveal = Optional.empty();
        Optional<ProofVerdict> verdict = Optional.empty();

        private Entry(SignedCommit commit) {
            this.commit = commit;
        }
    }

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

    /** What is known about a commit; makes room for it. */
    Entry entry(SignedCommit commit) {
        return entries.computeIfAbsent(commit.hash(), hash -> new Entry(commit));
    }

    /** What is known about the commit with this hash. */
    Optional<Entry> entry(Bytes32 commitHash) {
        return Optional.ofNullable(entries.get(commitHash));
    }

    /** All commits, oldest first. */
    Iterable<Entry> entries() {
        return entries.values();
    }

    /** Whether there is no commit. */
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The commit that a validator receipted. */
    Optional<Entry> receiptedBy(Address validator) {
        return entries.values().stream()
                .filter(entry -> entry.commitReceipts.containsKey(validator))
                .findFirst();
    }

    /** The commit with this reveal. */
    Optional<Entry> revealedBy(Bytes32 revealHash) {
        return entries.values().stream()
                .filter(entry -> entry.reveal
                        .map(SignedReveal::hash)
                        .filter(revealHash::equals)
                        .isPresent())
                .findFirst();
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
