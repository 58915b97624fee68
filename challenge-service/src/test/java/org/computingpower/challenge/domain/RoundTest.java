package org.computingpower.challenge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.AnswerRefusal;
import org.computingpower.challenge.domain.round.CommitResult;
import org.computingpower.challenge.domain.round.RevealCheck;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.challenge.domain.round.RoundOpening;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.challenge.domain.round.SlotVerdict;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.RoundPart;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.Refusal;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Reveal;
import org.junit.jupiter.api.Test;

class RoundTest {

    private static final long EPOCH = 10;
    private static final long T0 = 1_000_000;
    private static final SigningKey NODE = TestMarket.key("node");
    private static final OrderId ORDER = new OrderId(Digests.sha256(new byte[] {9}));

    private final MarketRules rules = MarketRules.of(TestMarket.file(0, 3, 2));
    private final List<Address> validators =
            TestMarket.validators(3).stream().map(SigningKey::address).toList();
    private final EpochRoster roster = roster(EPOCH);
    private final Round round = round(roster, "seed", validators.getFirst());

    private EpochRoster roster(long epoch) {
        return new EpochRoster(
                epoch,
                List.of(slot(NODE, ORDER, 0), slot(NODE, ORDER, 1), slot(TestMarket.key("other"), OrderId.NONE, 0)));
    }

    private RosterSlot slot(SigningKey node, OrderId order, int device) {
        return new RosterSlot(
                node.nodeId(),
                order,
                device,
                rules.profile().parameters(Sha256Share.ID, 20_000, ProofMode.EXCLUSIVE, RoundPart.PRIMARY));
    }

    private Round round(EpochRoster of, String beacon, Address self) {
        Hash32 output = Hashes.puzzle(Digests.sha256(beacon.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return new Round(
                RoundOpening.of(rules, of, RoundPart.PRIMARY, BeaconKind.FIXED, output, BlockRef.NONE),
                of,
                rules,
                self,
                T0);
    }

    private long[] solve(Round of, RosterSlot slot) {
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            return engine.solve(
                            SolveRequest.of(assignment(of, slot), () -> false).over(0, 10_000))
                    .nonces();
        }
    }

    private static ProofAssignment assignment(Round of, RosterSlot slot) {
        return ProofAssignment.of(
                slot.parameters(),
                Hashes.puzzle(of.open().epochSeed()),
                Hashes.puzzle(slot.nodeId().value()),
                Hashes.puzzle(slot.orderId().value()),
                slot.device());
    }

    private SignedCommit commit(Round of, RosterSlot slot, long[] nonces) {
        ShareCommitment shares = ShareCommitment.of(nonces);
        Commit commit = new Commit(
                of.epoch(),
                of.challengeOf(slot.key()).orElseThrow(),
                slot.nodeId(),
                slot.orderId(),
                slot.device(),
                shares.shares(),
                Hashes.terms(shares.root()));
        return new SignedCommit(commit, commit.sign(NODE, rules.domains()));
    }

    private SignedReveal reveal(Round of, RosterSlot slot, long[] nonces) {
        byte[] coded = NonceCoding.encode(nonces);
        Reveal reveal = new Reveal(of.challengeOf(slot.key()).orElseThrow(), Digests.sha256(coded));
        return new SignedReveal(reveal, reveal.sign(NODE, rules.domains()), coded);
    }

    private static final Optional<NodeId> SIGNER = Optional.of(NODE.nodeId());

    private RosterSlot first() {
        return roster.slots().getFirst();
    }

    private Optional<AnswerRefusal> take(Round of, SignedReveal reveal, RosterSlot slot, long at) {
        return switch (of.checkReveal(slot.key(), reveal, SIGNER, at)) {
            case RevealCheck.ToJudge task -> of.recordReveal(task, task.judge());
            case RevealCheck.Refused(AnswerRefusal reason) -> Optional.of(reason);
            case RevealCheck.Repeated ignored -> Optional.empty();
        };
    }

    private PowerVerdict verdict(Round of, RosterSlot slot) {
        return slotVerdict(of, slot).verdict();
    }

    private static SlotVerdict slotVerdict(Round of, RosterSlot slot) {
        return java.util.Objects.requireNonNull(verdicts(of).get(slot.key()));
    }

    private static Map<RosterSlot.Key, SlotVerdict> verdicts(Round of) {
        return of.verdicts().stream()
                .collect(Collectors.toMap(verdict -> verdict.slot().key(), Function.identity()));
    }

    private void receipts(Round of, RosterSlot slot, SignedCommit commit, SignedReveal reveal, long at) {
        of.takeCommitReceipt(slot.key(), commit.hash(), validators.get(1), at);
        of.takeRevealReceipt(slot.key(), reveal.hash(), validators.get(1), at);
    }

    @Test
    void passesAnAnswerThatAQuorumReceivedInTime() {
        long[] nonces = solve(round, first());
        SignedCommit commit = commit(round, first(), nonces);
        SignedReveal reveal = reveal(round, first(), nonces);

        assertThat(round.takeCommit(commit, SIGNER, T0 + 5_000))
                .isEqualTo(new CommitResult.Stands(commit, true, T0 + 5_000));
        assertThat(round.takeCommit(commit, SIGNER, T0 + 5_100))
                .isEqualTo(new CommitResult.Stands(commit, false, T0 + 5_000));
        assertThat(take(round, reveal, first(), T0 + 6_500)).isEmpty();
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.MISSING);
        receipts(round, first(), commit, reveal, T0 + 5_000);

        PowerVerdict verdict = verdict(round, first());
        assertThat(verdict.result()).isEqualTo(ProofResult.PASS);
        assertThat(verdict.k()).isEqualTo(nonces.length);
        assertThat(verdict.commitHash()).isEqualTo(commit.hash());
        assertThat(verdict.revealHash()).isEqualTo(reveal.reveal().revealHash());
        assertThat(verdict.roundOpenHash()).isEqualTo(round.open().structHash());
        assertThat(verdicts(round)).hasSize(3);
        assertThat(verdict(round, roster.slots().get(1)).result()).isEqualTo(ProofResult.MISSING);
    }

    @Test
    void failsTooFewShares() {
        long[] few = java.util.Arrays.copyOf(solve(round, first()), 31);
        SignedCommit commit = commit(round, first(), few);
        SignedReveal reveal = reveal(round, first(), few);
        round.takeCommit(commit, SIGNER, T0);
        take(round, reveal, first(), T0);
        receipts(round, first(), commit, reveal, T0);
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.FAIL);
        assertThat(verdict(round, first()).k()).isEqualTo(31);
    }

    @Test
    void aCommitOneMillisecondLateEverywhereIsMissing() {
        SignedCommit commit = commit(round, first(), solve(round, first()));
        assertThat(round.takeCommit(commit, SIGNER, T0 + 5_001))
                .isEqualTo(new CommitResult.Refused(new AnswerRefusal.Late(5_001, 5_000)));
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.MISSING);
        assertThat(verdict(round, first()).commitHash()).isEqualTo(Bytes32.ZERO);
    }

    @Test
    void aCommitLateAtAMinorityIsInTime() {
        long[] nonces = solve(round, first());
        SignedCommit commit = commit(round, first(), nonces);
        SignedReveal reveal = reveal(round, first(), nonces);
        assertThat(round.takeForwardedCommit(commit, SIGNER, T0 + 5_500)).isInstanceOf(CommitResult.Stands.class);
        round.takeCommitReceipt(first().key(), commit.hash(), validators.get(1), T0 + 2_000);
        take(round, reveal, first(), T0 + 5_600);
        round.takeRevealReceipt(first().key(), reveal.hash(), validators.get(1), T0 + 3_000);
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.MISSING);
        round.takeCommitReceipt(first().key(), commit.hash(), validators.get(2), T0 + 5_000);
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.PASS);
    }

    @Test
    void receiptsCountByTheReceivingValidatorsOwnStart() {
        long[] nonces = solve(round, first());
        SignedCommit commit = commit(round, first(), nonces);
        SignedReveal reveal = reveal(round, first(), nonces);
        round.takeCommit(commit, SIGNER, T0);
        take(round, reveal, first(), T0);
        long skew = 600_000;
        receipts(round, first(), commit, reveal, T0 + skew + 2_000);
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.MISSING);
        round.takeOpening(validators.get(1), T0 + skew);
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.PASS);
    }

    @Test
    void outsidersReceiptsCountNothing() {
        long[] nonces = solve(round, first());
        SignedCommit commit = commit(round, first(), nonces);
        SignedReveal reveal = reveal(round, first(), nonces);
        round.takeCommit(commit, SIGNER, T0);
        take(round, reveal, first(), T0);
        Address outsider = TestMarket.key("outsider").address();
        round.takeCommitReceipt(first().key(), commit.hash(), outsider, T0);
        round.takeRevealReceipt(first().key(), reveal.hash(), outsider, T0);
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.MISSING);
    }

    @Test
    void refusesForeignAndMissingSignatures() {
        SignedCommit commit = commit(round, first(), solve(round, first()));
        CommitResult refused = new CommitResult.Refused(new AnswerRefusal.NotSignedByNode());
        assertThat(round.takeCommit(commit, Optional.empty(), T0)).isEqualTo(refused);
        assertThat(round.takeCommit(
                        commit, Optional.of(TestMarket.key("foreign").nodeId()), T0))
                .isEqualTo(refused);
        round.takeCommit(commit, SIGNER, T0);
        SignedReveal reveal = reveal(round, first(), solve(round, first()));
        RevealCheck refusedReveal = new RevealCheck.Refused(new AnswerRefusal.NotSignedByNode());
        assertThat(round.checkReveal(first().key(), reveal, Optional.empty(), T0))
                .isEqualTo(refusedReveal);
        assertThat(round.checkReveal(
                        first().key(),
                        reveal,
                        Optional.of(TestMarket.key("foreign").nodeId()),
                        T0))
                .isEqualTo(refusedReveal);
        assertThat(verdict(round, first()).result()).isEqualTo(ProofResult.MISSING);
    }

    @Test
    void keepsTheFirstOfTwoCommitsAndBothAsEvidence() {
        long[] nonces = solve(round, first());
        SignedCommit honest = commit(round, first(), nonces);
        SignedCommit second = commit(round, first(), java.util.Arrays.copyOf(nonces, 5));
        round.takeCommit(honest, SIGNER, T0);
        assertThat(round.takeCommit(second, SIGNER, T0 + 1)).isEqualTo(new CommitResult.Equivocates(honest, second));
        assertThat(take(round, reveal(round, first(), nonces), first(), T0)).isEmpty();
    }

    @Test
    void voidsProofsOfAnotherRoundNodeOrderOrDevice() {
        EpochRoster other = new EpochRoster(EPOCH, List.of(slot(NODE, OrderId.NONE, 0)));
        List<long[]> replayed = List.of(
                solve(round(roster, "another seed", validators.getFirst()), first()),
                solve(round, roster.slots().get(1)),
                solve(round, roster.slots().get(2)),
                solve(round(other, "seed", validators.getFirst()), other.slots().getFirst()));
        for (long[] nonces : replayed) {
            Round fresh = round(roster, "seed", validators.getFirst());
            SignedCommit commit = commit(fresh, first(), nonces);
            SignedReveal reveal = reveal(fresh, first(), nonces);
            fresh.takeCommit(commit, SIGNER, T0);
            assertThat(take(fresh, reveal, first(), T0)).isEmpty();
            receipts(fresh, first(), commit, reveal, T0);
            SlotVerdict verdict = slotVerdict(fresh, first());
            assertThat(verdict.verdict().result()).isEqualTo(ProofResult.VOID);
            assertThat(verdict.voidReason()).get().asString().startsWith("NOT_A_SHARE");
        }
    }

    @Test
    void refusesACommitForAnotherChallengeOrderEpochOrTooManyShares() {
        Commit good = commit(round, first(), solve(round, first())).commit();
        Commit challenge = new Commit(EPOCH, Bytes32.ZERO, good.nodeId(), ORDER, 0, good.k(), good.root());
        assertThat(refusal(challenge)).isInstanceOf(AnswerRefusal.BrokenProof.class);
        Commit order = new Commit(EPOCH, good.challengeId(), good.nodeId(), OrderId.NONE, 0, good.k(), good.root());
        assertThat(refusal(order)).isEqualTo(new AnswerRefusal.OtherOrder());
        Commit epoch = new Commit(EPOCH - 1, good.challengeId(), good.nodeId(), ORDER, 0, good.k(), good.root());
        assertThat(refusal(epoch)).isEqualTo(new AnswerRefusal.NotOnRoster(EPOCH - 1));
        Commit many = new Commit(EPOCH, good.challengeId(), good.nodeId(), ORDER, 0, 257, good.root());
        assertThat(refusal(many)).isEqualTo(new AnswerRefusal.BrokenProof(new Refusal.TooManyShares(256, 257)));
        Commit device = new Commit(EPOCH, good.challengeId(), good.nodeId(), ORDER, 7, good.k(), good.root());
        assertThat(refusal(device)).isEqualTo(new AnswerRefusal.NotOnRoster(EPOCH));
    }

    private AnswerRefusal refusal(Commit commit) {
        SignedCommit signed = new SignedCommit(commit, commit.sign(NODE, rules.domains()));
        return ((CommitResult.Refused) round.takeCommit(signed, SIGNER, T0)).reason();
    }

    @Test
    void aRevealThatDoesNotRebuildTheCommitMayBeSentAgain() {
        long[] nonces = solve(round, first());
        SignedCommit commit = commit(round, first(), nonces);
        assertThat(take(round, reveal(round, first(), nonces), first(), T0))
                .contains(new AnswerRefusal.NothingCommitted());
        round.takeCommit(commit, SIGNER, T0);
        assertThat(take(round, reveal(round, first(), java.util.Arrays.copyOf(nonces, 3)), first(), T0))
                .get()
                .isInstanceOf(AnswerRefusal.BrokenProof.class);
        byte[] garbage = new byte[] {(byte) 0x80, 0};
        Reveal signed = new Reveal(commit.commit().challengeId(), Digests.sha256(garbage));
        assertThat(take(round, new SignedReveal(signed, signed.sign(NODE, rules.domains()), garbage), first(), T0))
                .get()
                .isInstanceOf(AnswerRefusal.BrokenProof.class);
        SignedReveal swapped = new SignedReveal(signed, signed.sign(NODE, rules.domains()), NonceCoding.encode(nonces));
        assertThat(take(round, swapped, first(), T0)).contains(new AnswerRefusal.OtherNonces());
        assertThat(take(round, reveal(round, first(), nonces), first(), T0 + 6_501))
                .contains(new AnswerRefusal.Late(6_501, 6_500));
        assertThat(take(round, reveal(round, first(), nonces), first(), T0 + 6_500))
                .isEmpty();
    }

    @Test
    void replayingANodesMessagesDoesNotUseUpItsAttempts() {
        long[] nonces = solve(round, first());
        SignedCommit commit = commit(round, first(), nonces);
        SignedReveal reveal = reveal(round, first(), nonces);
        Reveal old = new Reveal(Bytes32.ZERO, reveal.reveal().revealHash());
        SignedReveal replayed = new SignedReveal(old, old.sign(NODE, rules.domains()), reveal.codedNonces());
        SignedReveal swapped = new SignedReveal(reveal.reveal(), reveal.signature(), new byte[] {1});
        for (int i = 0; i < 100; i++) {
            assertThat(round.takeCommit(commit, SIGNER, T0)).isInstanceOf(CommitResult.Stands.class);
            assertThat(take(round, replayed, first(), T0)).get().isInstanceOf(AnswerRefusal.BrokenProof.class);
            assertThat(take(round, swapped, first(), T0)).contains(new AnswerRefusal.OtherNonces());
        }
        assertThat(take(round, reveal, first(), T0)).isEmpty();
    }

    @Test
    void stopsListeningToANodeThatContradictsItselfTooOften() {
        long[] nonces = solve(round, first());
        for (int i = 0; i < 32; i++) {
            round.takeCommit(commit(round, first(), java.util.Arrays.copyOf(nonces, i)), SIGNER, T0);
        }
        assertThat(round.takeCommit(commit(round, first(), nonces), SIGNER, T0))
                .isEqualTo(new CommitResult.Refused(new AnswerRefusal.TooManyAttempts(32)));
    }

    @Test
    void validatorsThatSawTheSameSayTheSameBitForBit() {
        long[] nonces = solve(round, first());
        SignedCommit commit = commit(round, first(), nonces);
        SignedReveal reveal = reveal(round, first(), nonces);
        List<PowerVerdict> verdicts = validators.stream()
                .map(self -> {
                    Round own = round(roster, "seed", self);
                    own.takeCommit(commit, SIGNER, T0);
                    take(own, reveal, first(), T0);
                    validators.forEach(peer -> {
                        own.takeCommitReceipt(first().key(), commit.hash(), peer, T0);
                        own.takeRevealReceipt(first().key(), reveal.hash(), peer, T0);
                    });
                    return verdict(own, first());
                })
                .toList();
        assertThat(verdicts.stream()
                        .map(verdict -> verdict.digest(rules.domains()))
                        .distinct())
                .hasSize(1);
    }
}
