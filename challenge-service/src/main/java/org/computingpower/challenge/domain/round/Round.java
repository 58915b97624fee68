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
        long after = nowMillis - openedAtMillis;
        long deadline = rules.profile().commitDeadlineMillis();
        if (slot.commit.isPresent()) {
            SignedCommit first = slot.commit.get();
            if (!first.hash().equals(signed.hash())) {
                return new CommitResult.Equivocates(first, signed);
            }
            return new CommitResult.Stands(first, false, slot.commitReceipts.computeIfAbsent(self, key -> nowMillis));
        }
        if (after > deadline && direct) {
            return new CommitResult.Refused(new AnswerRefusal.Late(after, deadline));
        }
        slot.commit = Optional.of(signed);
        slot.commitReceipts.put(self, nowMillis);
        return new CommitResult.Stands(signed, true, nowMillis);
    }

    /** Takes another validator's receipt of the commit with this hash; its signature was checked. */
    public void takeCommitReceipt(RosterSlot.Key key, Bytes32 commitHash, Address validator, long receivedAtMillis) {
        Slot slot = slots.get(key);
        if (slot != null
                && slot.commit
                        .map(SignedCommit::hash)
                        .filter(commitHash::equals)
                        .isPresent()) {
            slot.commitReceipts.putIfAbsent(validator, receivedAtMillis);
        }
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
        if (slot.reveal.isPresent() && slot.reveal.get().hash().equals(signed.hash())) {
            return new RevealCheck.Repeated(slot.revealReceipts.getOrDefault(self, nowMillis));
        }
        if (!signed.reveal().challengeId().equals(slot.challengeId())) {
            Hash32 given = Hashes.puzzle(signed.reveal().challengeId());
            return new RevealCheck.Refused(
                    new AnswerRefusal.BrokenProof(new Refusal.OtherChallenge(slot.assignment.challenge(), given)));
        }
        if (!signed.holdsSignedNonces()) {
            return new RevealCheck.Refused(new AnswerRefusal.OtherNonces());
        }
        if (slot.commit.isEmpty()) {
            return new RevealCheck.Refused(new AnswerRefusal.NothingCommitted());
        }
        if (!slot.mayTry(signed.hash())) {
            return new RevealCheck.Refused(new AnswerRefusal.TooManyAttempts(Slot.MAX_ATTEMPTS));
        }
        long after = nowMillis - openedAtMillis;
        long deadline = rules.profile().revealDeadlineMillis();
        return after > deadline && direct
                ? new RevealCheck.Refused(new AnswerRefusal.Late(after, deadline))
                : new RevealCheck.ToJudge(
                        slot.slot, slot.verifier, slot.commit.get().shares(), signed, nowMillis);
    }

    /**
     * Takes the verdict on a reveal; one that does not rebuild the commit changes nothing.
     *
     * @return why it does not count, or nothing
     */
    public Optional<AnswerRefusal> recordReveal(RevealCheck.ToJudge judged, ProofVerdict verdict) {
        if (verdict instanceof ProofVerdict.Refused(Refusal reason)) {
            return Optional.of(new AnswerRefusal.BrokenProof(reason));
        }
        Slot slot = slots.get(judged.slot().key());
        if (slot != null && slot.reveal.isEmpty()) {
            slot.reveal = Optional.of(judged.reveal());
            slot.verdict = Optional.of(verdict);
            slot.revealReceipts.put(self, judged.receivedAtMillis());
        }
        return Optional.empty();
    }

    /** Takes another validator's receipt of the reveal with this hash; its signature was checked. */
    public void takeRevealReceipt(RosterSlot.Key key, Bytes32 revealHash, Address validator, long receivedAtMillis) {
        Slot slot = slots.get(key);
        if (slot != null
                && slot.reveal
                        .map(SignedReveal::hash)
                        .filter(revealHash::equals)
                        .isPresent()) {
            slot.revealReceipts.putIfAbsent(validator, receivedAtMillis);
        }
    }

    /** The verdicts on all slots, by what is known now. Call once, when the round closes. */
    public List<SlotVerdict> verdicts() {
        List<SlotVerdict> verdicts = new ArrayList<>(slots.size());
        slots.values().forEach(slot -> verdicts.add(verdictOn(slot)));
        return verdicts;
    }

    private SlotVerdict verdictOn(Slot slot) {
        boolean committed = receiptRule.isInTime(
                receipts(slot.commitReceipts), rules.profile().commitDeadlineMillis());
        boolean revealed = receiptRule.isInTime(
                receipts(slot.revealReceipts), rules.profile().revealDeadlineMillis());
        return Verdicts.of(
                this,
                slot,
                org.computingpower.power.proof.ProofResult.atClose(
                        committed, revealed ? slot.verdict : Optional.empty()));
    }

    private Collection<ReceiptRule.Receipt> receipts(Map<Address, Long> atMillis) {
        return atMillis.entrySet().stream()
                .map(receipt -> new ReceiptRule.Receipt(
                        Hashes.beacon(receipt.getKey()),
                        receipt.getValue() - openedAtOf.getOrDefault(receipt.getKey(), openedAtMillis)))
                .toList();
    }
}
