package org.computingpower.challenge.domain.round;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.Hash32;
import org.computingpower.power.proof.ProofResult;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.Refusal;
import org.computingpower.power.round.ReceiptRule;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.RoundOpen;

/**
 * One open round as one validator sees it: the first commit of a device wins, deadlines are by this validator's receipts, and what counts as in
 * time is decided by the receipts of the whole set. Signatures are checked before; expensive proof checks happen outside. Memory is bounded by
 * the roster. Not thread-safe.
 */
public final class Round {

    private final RoundOpen open;
    private final Bytes32 openHash;
    private final EpochRoster roster;
    private final MarketRules rules;
    private final Address self;
    private final long openedAtMillis;
    private final ReceiptRule receiptRule;
    private final Map<RosterSlot.Key, Slot> slots = new LinkedHashMap<>();
    private final Map<Address, Long> openedAtOf = new java.util.HashMap<>();

    /**
     * @param open the opening statement
     * @param openedAtMillis T0: Unix milliseconds of this validator's receipt of the last beacon secret
     */
    public Round(RoundOpen open, EpochRoster roster, MarketRules rules, Address self, long openedAtMillis) {
        this.open = open;
        this.openHash = open.structHash();
        this.roster = roster;
        this.rules = rules;
        this.self = self;
        this.openedAtMillis = openedAtMillis;
        this.receiptRule = rules.receiptRule();
        roster.slots().forEach(slot -> slots.put(slot.key(), new Slot(slot, open.epochSeed())));
        openedAtOf.put(self, openedAtMillis);
    }

    /** The epoch. */
    public long epoch() {
        return open.epoch();
    }

    /** The opening statement. */
    public RoundOpen open() {
        return open;
    }

    /** Its struct hash, which stands in every verdict. */
    public Bytes32 openHash() {
        return openHash;
    }

    /** The roster. */
    public EpochRoster roster() {
        return roster;
    }

    /** T0 by this validator's clock, Unix milliseconds. */
    public long openedAtMillis() {
        return openedAtMillis;
    }

    /** When the verdicts are fixed, Unix milliseconds. */
    public long closesAtMillis() {
        return openedAtMillis + rules.profile().closeMillis();
    }

    /** The challenge of a device; empty if it is not challenged. */
    public Optional<Bytes32> challengeOf(RosterSlot.Key key) {
        return Optional.ofNullable(slots.get(key)).map(Slot::challengeId);
    }

    /** Another validator's T0 by its own clock. */
    public void takeOpening(Address validator, long atMillis) {
        if (rules.members().contains(validator) && !validator.equals(self)) {
            openedAtOf.putIfAbsent(validator, atMillis);
        }
    }

    /**
     * Takes a commit.
     *
     * @param signer the node whose key signed it; empty if no key did
     * @param nowMillis Unix milliseconds of receipt
     */
    public CommitResult takeCommit(SignedCommit signed, Optional<NodeId> signer, long nowMillis) {
        return takeCommit(signed, signer, nowMillis, true);
    }

    /** Takes a commit that another validator forwarded: it is known even if it comes late to this one. */
    public CommitResult takeForwardedCommit(SignedCommit signed, Optional<NodeId> signer, long nowMillis) {
        return takeCommit(signed, signer, nowMillis, false);
    }

    private CommitResult takeCommit(SignedCommit signed, Optional<NodeId> signer, long nowMillis, boolean direct) {
        Commit commit = signed.commit();
        if (signer.filter(commit.nodeId()::equals).isEmpty()) {
            return new CommitResult.Refused(new AnswerRefusal.NotSignedByNode());
        }
        Slot slot = slots.get(new RosterSlot.Key(commit.nodeId(), commit.device()));
        if (slot == null || commit.epoch() != epoch()) {
            return new CommitResult.Refused(new AnswerRefusal.NotOnRoster(commit.epoch()));
        }
        if (!commit.orderId().equals(slot.slot.orderId())) {
            return new CommitResult.Refused(new AnswerRefusal.OtherOrder());
        }
        Optional<Refusal> broken = slot.verifier.refusalOfCommit(
                Optional.of(slot.nodeId()), Hashes.puzzle(commit.challengeId()), signed.shares());
        if (broken.isPresent()) {
            return new CommitResult.Refused(new AnswerRefusal.BrokenProof(broken.get()));
        }
        if (!slot.mayTry(signed.hash())) {
            return new CommitResult.Refused(new AnswerRefusal.TooManyAttempts(Slot.MAX_ATTEMPTS));
        }
        return takeCommit(slot, signed, nowMillis, direct);
    }

    private CommitResult takeCommit(Slot slot, SignedCommit signed, long nowMillis, boolean direct) {
        Optional<Slot.Entry> first = slot.receiptedBy(self);
        if (first.isPresent()) {
            Slot.Entry known = first.get();
            if (known.commit.hash().equals(signed.hash())) {
                return new CommitResult.Stands(known.commit, false, known.commitReceipts.getOrDefault(self, nowMillis));
            }
            if (!direct) {
                // Another validator receipted it: the receipts of all decide which one counts.
                slot.entry(signed);
            }
            return new CommitResult.Equivocates(known.commit, signed);
        }
        long after = nowMillis - openedAtMillis;
        long deadline = rules.profile().commitDeadlineMillis();
        if (after > deadline && direct) {
            return new CommitResult.Refused(new AnswerRefusal.Late(after, deadline));
        }
        slot.entry(signed).commitReceipts.put(self, nowMillis);
        return new CommitResult.Stands(signed, true, nowMillis);
    }

    /** Takes another validator's receipt of the commit with this hash; its signature was checked. */
    public void takeCommitReceipt(RosterSlot.Key key, Bytes32 commitHash, Address validator, long receivedAtMillis) {
        Optional.ofNullable(slots.get(key))
                .flatMap(slot -> slot.entry(commitHash))
                .ifPresent(entry -> entry.commitReceipts.putIfAbsent(validator, receivedAtMillis));
    }

    /**
     * Looks at a reveal.
     *
     * @param signer the node whose key signed it; empty if no key did
     * @param nowMillis Unix milliseconds of receipt
     */
    public RevealCheck checkReveal(RosterSlot.Key key, SignedReveal signed, Optional<NodeId> signer, long nowMillis) {
        return checkReveal(key, signed, signer, nowMillis, true);
    }

    /** Looks at a reveal that another validator forwarded. */
    public RevealCheck checkForwardedReveal(
            RosterSlot.Key key, SignedReveal signed, Optional<NodeId> signer, long nowMillis) {
        return checkReveal(key, signed, signer, nowMillis, false);
    }

    private RevealCheck checkReveal(
            RosterSlot.Key key, SignedReveal signed, Optional<NodeId> signer, long nowMillis, boolean direct) {
        if (signer.filter(key.nodeId()::equals).isEmpty()) {
            return new RevealCheck.Refused(new AnswerRefusal.NotSignedByNode());
        }
        Slot slot = slots.get(key);
        if (slot == null) {
            return new RevealCheck.Refused(new AnswerRefusal.NotOnRoster(epoch()));
        }
        Optional<Slot.Entry> known = slot.revealedBy(signed.hash());
        if (known.isPresent()) {
            return new RevealCheck.Repeated(known.get().revealReceipts.getOrDefault(self, nowMillis));
        }
        if (!signed.reveal().challengeId().equals(slot.challengeId())) {
            Hash32 given = Hashes.puzzle(signed.reveal().challengeId());
            return new RevealCheck.Refused(
                    new AnswerRefusal.BrokenProof(new Refusal.OtherChallenge(slot.assignment.challenge(), given)));
        }
        if (!signed.holdsSignedNonces()) {
            return new RevealCheck.Refused(new AnswerRefusal.OtherNonces());
        }
        if (slot.isEmpty()) {
            return new RevealCheck.Refused(new AnswerRefusal.NothingCommitted());
        }
        if (!slot.mayTry(signed.hash())) {
            return new RevealCheck.Refused(new AnswerRefusal.TooManyAttempts(Slot.MAX_ATTEMPTS));
        }
        long after = nowMillis - openedAtMillis;
        long deadline = rules.profile().revealDeadlineMillis();
        if (after > deadline && direct) {
            return new RevealCheck.Refused(new AnswerRefusal.Late(after, deadline));
        }
        List<SignedCommit> commits = new ArrayList<>();
        slot.entries().forEach(entry -> commits.add(entry.commit));
        return new RevealCheck.ToJudge(slot.slot, slot.verifier, commits, signed, nowMillis);
    }

    /**
     * Takes the verdict on a reveal; one that does not rebuild a commit changes nothing. The nonces themselves are not kept here.
     *
     * @return why it does not count, or nothing
     */
    public Optional<AnswerRefusal> recordReveal(RevealCheck.ToJudge task, RevealCheck.Judged judged) {
        if (judged.verdict() instanceof ProofVerdict.Refused(Refusal reason)) {
            return Optional.of(new AnswerRefusal.BrokenProof(reason));
        }
        Optional.ofNullable(slots.get(task.slot().key()))
                .flatMap(slot -> slot.entry(judged.commit().hash()))
                .filter(entry -> entry.reveal.isEmpty())
                .ifPresent(entry -> {
                    entry.reveal = Optional.of(task.reveal().withoutNonces());
                    entry.verdict = Optional.of(judged.verdict());
                    entry.revealReceipts.put(self, task.receivedAtMillis());
                });
        return Optional.empty();
    }

    /** Takes another validator's receipt of the reveal with this hash; its signature was checked. */
    public void takeRevealReceipt(RosterSlot.Key key, Bytes32 revealHash, Address validator, long receivedAtMillis) {
        Optional.ofNullable(slots.get(key))
                .flatMap(slot -> slot.revealedBy(revealHash))
                .ifPresent(entry -> entry.revealReceipts.putIfAbsent(validator, receivedAtMillis));
    }

    /** The verdicts on all slots, by what is known now. Call once, when the round closes. */
    public List<SlotVerdict> verdicts() {
        List<SlotVerdict> verdicts = new ArrayList<>(slots.size());
        slots.values().forEach(slot -> verdicts.add(verdictOn(slot)));
        return verdicts;
    }

    private SlotVerdict verdictOn(Slot slot) {
        for (Slot.Entry entry : slot.entries()) {
            boolean committed = receiptRule.isInTime(
                    receipts(entry.commitReceipts), rules.profile().commitDeadlineMillis());
            boolean revealed = receiptRule.isInTime(
                    receipts(entry.revealReceipts), rules.profile().revealDeadlineMillis());
            ProofResult result = ProofResult.atClose(committed, revealed ? entry.verdict : Optional.empty());
            if (result != ProofResult.MISSING) {
                return Verdicts.proven(this, slot, entry, result);
            }
        }
        return Verdicts.missing(this, slot);
    }

    private Collection<ReceiptRule.Receipt> receipts(Map<Address, Long> atMillis) {
        return atMillis.entrySet().stream()
                .map(receipt -> new ReceiptRule.Receipt(
                        Hashes.beacon(receipt.getKey()),
                        receipt.getValue() - openedAtOf.getOrDefault(receipt.getKey(), openedAtMillis)))
                .toList();
    }
}
