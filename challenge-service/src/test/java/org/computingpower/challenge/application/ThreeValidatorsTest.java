package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.AnswerRefusal;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three validators, threshold two, on one virtual clock: the whole cycle with real secrets, signatures and proofs. */
class ThreeValidatorsTest {

    private static final SigningKey NODE = TestMarket.key("node");
    private static final RosterSlot.Key DEVICE = new RosterSlot.Key(NODE.nodeId(), 0);

    private final MarketRules rules = MarketRules.of(TestMarket.file(0, 3, 2));
    private final AtomicLong now = new AtomicLong(rules.startMillis(10));
    private final List<VirtualValidator> validators = new ArrayList<>();
    private Set<VirtualValidator> cutOff = new HashSet<>();

    @BeforeEach
    void start() {
        TestMarket.validators(3).forEach(key -> validators.add(new VirtualValidator(key, rules, now)));
        NodeVersion node = new NodeVersion(NODE.nodeId(), 1, 1, true, List.of(new DevicePower(0, 20_000, 0)));
        validators.forEach(
                validator -> validator.store.facts = new RosterBuilder.Facts(List.of(node), List.of(), List.of()));
        step(0);
    }

    /** Time passes, everybody looks at the clock, messages arrive at once. */
    private void step(long millis) {
        now.addAndGet(millis);
        validators.stream()
                .filter(validator -> !cutOff.contains(validator))
                .forEach(validator -> validator.conductor.tick());
        deliver();
    }

    private void deliver() {
        boolean any = true;
        while (any) {
            any = false;
            for (VirtualValidator from : validators) {
                List<PeerMessage> messages = List.copyOf(from.outbox);
                from.outbox.clear();
                for (PeerMessage message : messages) {
                    any = true;
                    validators.stream()
                            .filter(to -> to != from && !cutOff.contains(to) && !cutOff.contains(from))
                            .forEach(to -> to.take(message));
                }
            }
        }
    }

    private void goTo(long epoch, long millis) {
        long target = rules.startMillis(epoch) + millis;
        while (now.get() < target) {
            step(Math.min(25, target - now.get()));
        }
    }

    private RoundOpen open(VirtualValidator validator, long epoch) {
        return Optional.ofNullable(validator.store.openings.get(epoch))
                .orElseThrow()
                .round();
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Answer(Commit commit, Reveal reveal, byte[] coded) {}

    private Answer solve(RoundOpen round, int shares) {
        RosterSlot slot = validators
                .getFirst()
                .conductor
                .rosterOf(round.epoch())
                .find(DEVICE)
                .orElseThrow();
        ProofAssignment assignment = ProofAssignment.of(
                slot.parameters(),
                Hashes.puzzle(round.epochSeed()),
                Hashes.puzzle(NODE.nodeId().value()),
                Hashes.puzzle(slot.orderId().value()),
                0);
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            long[] found = engine.solve(SolveRequest.of(assignment, () -> false).over(0, 10_000))
                    .nonces();
            long[] nonces = Arrays.copyOf(found, Math.min(shares, found.length));
            ShareCommitment committed = ShareCommitment.of(nonces);
            Bytes32 challenge = Hashes.terms(assignment.challenge());
            byte[] coded = NonceCoding.encode(nonces);
            return new Answer(
                    new Commit(
                            round.epoch(),
                            challenge,
                            NODE.nodeId(),
                            slot.orderId(),
                            0,
                            committed.shares(),
                            Hashes.terms(committed.root())),
                    new Reveal(challenge, Digests.sha256(coded)),
                    coded);
        }
    }

    private AnswerResult commit(VirtualValidator to, Answer answer) {
        return to.answers
                .commit(answer.commit(), Optional.of(answer.commit().sign(NODE, rules.domains())))
                .await()
                .indefinitely();
    }

    private AnswerResult reveal(VirtualValidator to, Answer answer) {
        return to.answers
                .reveal(
                        answer.commit().epoch(),
                        DEVICE,
                        answer.reveal(),
                        answer.coded(),
                        Optional.of(answer.reveal().sign(NODE, rules.domains())))
                .await()
                .indefinitely();
    }

    private List<ChallengeVerdictEvent.ProofJudged> judged(long epoch) {
        return validators.stream()
                .flatMap(validator -> validator.published(ChallengeVerdictEvent.ProofJudged.class).stream())
                .filter(judged -> judged.verdict().epoch() == epoch)
                .toList();
    }

    @Test
    void allOpenTheSameRoundAndJudgeBitForBitAlike() {
        goTo(11, 1_500);
        assertThat(validators)
                .allSatisfy(validator -> assertThat(open(validator, 11)).isEqualTo(open(validators.getFirst(), 11)));
        long called = validators.stream()
                .filter(validator -> validator.heard.stream()
                        .anyMatch(event -> event instanceof RoundStream.StreamEvent.SecretOpened secret
                                && secret.validator().equals(validator.address())))
                .count();
        assertThat(called).isEqualTo(2);

        Answer answer = solve(open(validators.getFirst(), 11), 1_000);
        validators.forEach(validator -> {
            assertThat(commit(validator, answer)).isInstanceOf(AnswerResult.Receipted.class);
            assertThat(reveal(validator, answer)).isInstanceOf(AnswerResult.Receipted.class);
        });
        deliver();
        goTo(11, 9_000);
        assertThat(judged(11)).hasSize(3);
        assertThat(judged(11).stream()
                        .map(ChallengeVerdictEvent.ProofJudged::verdict)
                        .distinct())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.result()).isEqualTo(ProofResult.PASS));
        assertThat(judged(11))
                .allSatisfy(verdict -> assertThat(
                                verdict.verdict().isSignedBy(verdict.validator(), verdict.signature(), rules.domains()))
                        .isTrue());
    }

    @Test
    void anAnswerToOneValidatorReachesAllInTime() {
        goTo(11, 1_500);
        Answer answer = solve(open(validators.getFirst(), 11), 1_000);
        commit(validators.get(2), answer);
        deliver();
        reveal(validators.get(2), answer);
        deliver();
        goTo(11, 9_000);
        assertThat(judged(11))
                .hasSize(3)
                .allSatisfy(verdict -> assertThat(verdict.verdict().result()).isEqualTo(ProofResult.PASS));
    }

    @Test
    void aCommitThatReachesAQuorumTooLateIsMissingEverywhere() {
        goTo(11, 1_500);
        Answer answer = solve(open(validators.getFirst(), 11), 1_000);
        cutOff = new HashSet<>(validators.subList(1, 3));
        commit(validators.getFirst(), answer);
        List<PeerMessage> held = List.copyOf(validators.getFirst().outbox);
        validators.getFirst().outbox.clear();
        cutOff = new HashSet<>();
        goTo(11, 6_200);
        held.forEach(message -> validators.subList(1, 3).forEach(to -> to.take(message)));
        deliver();
        reveal(validators.getFirst(), answer);
        deliver();
        goTo(11, 9_000);
        assertThat(judged(11)).hasSize(3).allSatisfy(verdict -> {
            assertThat(verdict.verdict().result()).isEqualTo(ProofResult.MISSING);
            assertThat(verdict.verdict().commitHash()).isEqualTo(Bytes32.ZERO);
        });
    }

    @Test
    void threeCalibrationsGiveEqualRatingsOnce() {
        for (long epoch = 11; epoch <= 14; epoch++) {
            goTo(epoch, 1_500);
            Answer answer = solve(open(validators.getFirst(), epoch), 50);
            validators.forEach(validator -> {
                commit(validator, answer);
                reveal(validator, answer);
            });
            deliver();
        }
        goTo(14, 9_000);
        List<ChallengeVerdictEvent.RatingProposed> ratings = validators.stream()
                .flatMap(validator -> validator.published(ChallengeVerdictEvent.RatingProposed.class).stream())
                .toList();
        assertThat(ratings).hasSize(3);
        assertThat(ratings.stream()
                        .map(ChallengeVerdictEvent.RatingProposed::rating)
                        .distinct())
                .singleElement()
                .satisfies(rating -> {
                    // 50 shares where 64 are expected at 20,000: floor(50 * 20000 / 64), and nine tenths of it.
                    assertThat(rating.measuredRate()).isEqualTo(15_625);
                    assertThat(rating.r0()).isEqualTo(14_062);
                    assertThat(rating.effectiveEpoch()).isEqualTo(15);
                });
    }

    @Test
    void aMissedRoundStartsTheCalibrationAgain() {
        for (long epoch = 11; epoch <= 14; epoch++) {
            goTo(epoch, 1_500);
            if (epoch != 12) {
                Answer answer = solve(open(validators.getFirst(), epoch), 50);
                validators.forEach(validator -> {
                    commit(validator, answer);
                    reveal(validator, answer);
                });
                deliver();
            }
        }
        goTo(14, 9_000);
        assertThat(validators)
                .allSatisfy(validator -> assertThat(validator.published(ChallengeVerdictEvent.RatingProposed.class))
                        .isEmpty());
    }

    @Test
    void aSilentLeaderMeansNoRoundAndNoVerdict() {
        goTo(10, 9_000);
        goTo(11, 450);
        VirtualValidator leader = leaderOf(12);
        goTo(12, 450);
        cutOff = Set.of(leader);
        goTo(12, 9_900);
        cutOff = Set.of();
        assertThat(judged(12)).isEmpty();
        assertThat(validators)
                .allSatisfy(validator -> assertThat(validator.store.openings).doesNotContainKey(12L));
        goTo(13, 1_500);
        assertThat(validators)
                .allSatisfy(validator -> assertThat(validator.store.openings).containsKey(13L));
    }

    private VirtualValidator leaderOf(long epoch) {
        var seed = validators.getFirst().store.seedOf(epoch - 2, 2).orElse(org.computingpower.power.Hash32.ZERO);
        var beacon = new org.computingpower.challenge.domain.beacon.BeaconRound(epoch, rules, seed);
        return validators.stream()
                .filter(validator -> validator.address().equals(beacon.leader()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsEvidenceOfTwoCommitsAndHarmsNobodyElse() {
        goTo(11, 1_500);
        Answer honest = solve(open(validators.getFirst(), 11), 1_000);
        Answer second = solve(open(validators.getFirst(), 11), 40);
        commit(validators.getFirst(), honest);
        assertThat(commit(validators.getFirst(), second))
                .isEqualTo(new AnswerResult.Refused(new AnswerRefusal.Contradicts()));
        assertThat(validators.getFirst().equivocations).isEqualTo(1);
    }

    @Test
    void refusesWhatTheNodesKeyDidNotSign() {
        goTo(11, 1_500);
        Answer answer = solve(open(validators.getFirst(), 11), 1_000);
        AnswerResult refused = new AnswerResult.Refused(new AnswerRefusal.NotSignedByNode());
        VirtualValidator validator = validators.getFirst();
        SigningKey foreign = TestMarket.key("foreign");
        assertThat(validator
                        .answers
                        .commit(answer.commit(), Optional.empty())
                        .await()
                        .indefinitely())
                .isEqualTo(refused);
        assertThat(validator
                        .answers
                        .commit(answer.commit(), Optional.of(answer.commit().sign(foreign, rules.domains())))
                        .await()
                        .indefinitely())
                .isEqualTo(refused);
        goTo(11, 9_000);
        assertThat(judged(11))
                .allSatisfy(verdict -> assertThat(verdict.verdict().result()).isEqualTo(ProofResult.MISSING));
    }

    @Test
    void neverSignsASecondStatementAboutASubject() {
        VirtualValidator validator = validators.getFirst();
        BeaconCommitment first = new BeaconCommitment(1, 99, Bytes32.ZERO, Bytes32.ZERO, 1, Bytes32.ZERO);
        BeaconCommitment other = new BeaconCommitment(1, 99, Bytes32.ZERO, Bytes32.ZERO, 2, Bytes32.ZERO);
        assertThat(validator.desk.sign(first, "epoch 99")).isPresent();
        assertThat(validator.desk.sign(first, "epoch 99")).isPresent();
        assertThat(validator.desk.sign(other, "epoch 99")).isEmpty();
    }

    @Test
    void aRestartInTheMiddleOfARoundKeepsItAndOpensNoSecondOne() {
        goTo(11, 1_500);
        VirtualValidator before = validators.getFirst();
        RoundConductor after = new RoundConductor(
                rules,
                new Settings(java.time.Duration.ofMillis(400), java.time.Duration.ofSeconds(2)),
                before.desk,
                before.store,
                before.heard::add,
                (message, until) -> before.outbox.add(message),
                new CloseRound(rules, before.desk, before.store, () -> java.time.Instant.ofEpochMilli(now.get())),
                Runnable::run,
                () -> java.time.Instant.ofEpochMilli(now.get()),
                new java.security.SecureRandom());
        after.recover();
        assertThat(after.inRound(11, round -> round.openedAtMillis()))
                .contains(Optional.ofNullable(before.store.openings.get(11L))
                        .orElseThrow()
                        .openedAtMillis());
        now.set(rules.startMillis(11) + 9_000);
        after.tick();
        assertThat(before.published(ChallengeVerdictEvent.ProofJudged.class)).hasSize(1);
    }

    @Test
    void withoutAFinalizedBlockThereIsNoCommitment() {
        validators.forEach(validator -> validator.store.head = Optional.empty());
        goTo(13, 9_000);
        assertThat(validators)
                .allSatisfy(validator -> assertThat(validator.store.openings).doesNotContainKey(13L));
        validators.forEach(validator -> validator.store.head = Optional.of(new BlockRef(8, Bytes32.ZERO)));
        goTo(15, 1_500);
        assertThat(open(validators.getFirst(), 15).blockNumber()).isEqualTo(8);
    }

    @Test
    void refusesACallByAnotherThanTheLeader() {
        goTo(11, 450);
        VirtualValidator impostor = validators.stream()
                .filter(validator -> validator != leaderOf(11))
                .findFirst()
                .orElseThrow();
        VirtualValidator victim = validators.stream()
                .filter(validator -> validator != impostor)
                .findFirst()
                .orElseThrow();
        List<org.computingpower.terms.Address> signers = validators.stream()
                .map(VirtualValidator::address)
                .sorted()
                .limit(2)
                .toList();
        RoundCall call = new RoundCall(1, 11, 0, signers);
        long secrets = victim.heard.size();
        victim.take(new PeerMessage.Call(
                impostor.address(), call, impostor.desk.signRemembered(call.digest(rules.domains()))));
        assertThat(victim.heard).hasSize((int) secrets);
    }
}
