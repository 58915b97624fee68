package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.AnswerRefusal;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.power.RoundPart;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.PowerAlarm;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.Test;

/** Three validators, threshold two, on one virtual clock: the whole cycle with real secrets, signatures and proofs. */
class ThreeValidatorsTest {

    private static final SigningKey NODE = VirtualMarket.NODE;
    private static final RosterSlot.Key DEVICE = new RosterSlot.Key(NODE.nodeId(), 0);

    private final VirtualMarket market = new VirtualMarket(3, 2);
    private final MarketRules rules = market.rules;
    private final List<VirtualValidator> validators = market.validators;

    private void goTo(long epoch, long millis) {
        market.goTo(epoch, millis);
    }

    private void deliver() {
        market.deliver();
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
                .slotsOf(round.epoch(), DEVICE.nodeId())
                .getFirst();
        ProofAssignment assignment = ProofAssignment.of(
                slot.parameters(),
                Hashes.puzzle(round.epochSeed()),
                Hashes.puzzle(NODE.nodeId().value()),
                Hashes.puzzle(slot.orderId().value()),
                0);
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            long[] found = engine.solve(SolveRequest.of(assignment, () -> false).over(0, 20_000))
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
            assertThat(reveal(validator, answer)).isInstanceOf(AnswerResult.Taken.class);
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
        market.cutOff.addAll(validators.subList(1, 3));
        commit(validators.getFirst(), answer);
        List<PeerMessage> held = List.copyOf(validators.getFirst().outbox);
        validators.getFirst().outbox.clear();
        market.cutOff.clear();
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
    void signsWhatStatisticsSayOfTheAlarm() {
        goTo(11, 1_500);
        Answer answer = solve(open(validators.getFirst(), 11), 50);
        validators.forEach(validator -> {
            commit(validator, answer);
            reveal(validator, answer);
        });
        deliver();
        goTo(11, 9_000);
        assertThat(validators)
                .allSatisfy(validator -> assertThat(validator.published(ChallengeVerdictEvent.ProofStatistics.class))
                        .singleElement()
                        .satisfies(statistics -> {
                            PowerAlarm alarm =
                                    new PowerAlarm(rules.setVersion(), statistics.nodeId(), 0, 11, statistics.alarm());
                            assertThat(statistics.signed()).contains(alarm);
                            assertThat(alarm.isSignedBy(
                                            validator.address(),
                                            Objects.requireNonNull(statistics.signature()),
                                            rules.domains()))
                                    .isTrue();
                        }));
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
    void keepsEvidenceOfTwoCommitsAndHarmsNobodyElse() {
        goTo(11, 1_500);
        Answer honest = solve(open(validators.getFirst(), 11), 1_000);
        Answer second = solve(open(validators.getFirst(), 11), 40);
        commit(validators.getFirst(), honest);
        assertThat(commit(validators.getFirst(), second))
                .isEqualTo(new AnswerResult.Refused(new AnswerRefusal.Contradicts()));
        assertThat(validators.getFirst().published(ChallengeVerdictEvent.CommitContradicted.class))
                .singleElement()
                .satisfies(evidence -> {
                    assertThat(evidence.first()).isEqualTo(honest.commit());
                    assertThat(evidence.second()).isEqualTo(second.commit());
                    assertThat(evidence.first().isSignedBy(NODE.address(), evidence.firstSignature(), rules.domains()))
                            .isTrue();
                    assertThat(evidence.second()
                                    .isSignedBy(NODE.address(), evidence.secondSignature(), rules.domains()))
                            .isTrue();
                });
    }

    @Test
    void receiptsDecideWhichOfTwoCommitsCountsAndAllJudgeAlike() {
        goTo(11, 1_500);
        Answer first = solve(open(validators.getFirst(), 11), 1_000);
        Answer second = solve(open(validators.getFirst(), 11), 40);
        commit(validators.get(0), first);
        commit(validators.get(1), second);
        deliver();
        // The third validator heard of the first validator's commit first, so that one has two receipts.
        assertThat(reveal(validators.get(1), second)).isInstanceOf(AnswerResult.Taken.class);
        assertThat(reveal(validators.get(1), first)).isInstanceOf(AnswerResult.Taken.class);
        deliver();
        goTo(11, 9_000);
        assertThat(judged(11)).hasSize(3).allSatisfy(verdict -> {
            assertThat(verdict.verdict().result()).isEqualTo(ProofResult.PASS);
            assertThat(verdict.verdict().commitHash()).isEqualTo(first.commit().structHash());
        });
        assertThat(validators)
                .allSatisfy(validator -> assertThat(validator.published(ChallengeVerdictEvent.CommitContradicted.class))
                        .hasSizeLessThanOrEqualTo(2));
        assertThat(validators.get(1).published(ChallengeVerdictEvent.CommitContradicted.class))
                .isNotEmpty();
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
                new Settings(
                        java.time.Duration.ofMillis(400), java.time.Duration.ofSeconds(2), BeaconKind.COMMIT_REVEAL),
                before.desk,
                before.store,
                before.heard::add,
                (message, until) -> before.outbox.add(message),
                new CloseRound(
                        rules, before.desk, before.store, () -> java.time.Instant.ofEpochMilli(market.now.get())),
                new WaitingAnswers(Runnable::run, 1, 1),
                Runnable::run,
                () -> java.time.Instant.ofEpochMilli(market.now.get()),
                new java.security.SecureRandom(),
                round -> Optional.empty());
        after.recover();
        assertThat(after.inRound(11, round -> round.openedAtMillis()))
                .contains(Optional.ofNullable(before.store.openings.get(11L))
                        .orElseThrow()
                        .openedAtMillis());
        market.now.set(rules.startMillis(11) + 9_000);
        after.tick();
        assertThat(before.published(ChallengeVerdictEvent.ProofJudged.class)).hasSize(1);
    }

    @Test
    void tooManyBytesAtOnceAreTurnedAwayAndTakenLater() {
        goTo(11, 1_500);
        VirtualValidator validator = validators.getFirst();
        Answer answer = solve(open(validator, 11), 1_000);
        TakeAnswers narrow = validator.takingAtMost(8_192 + 4L * answer.coded().length);
        assertThat(narrow.commit(answer.commit(), Optional.of(answer.commit().sign(NODE, rules.domains())))
                        .await()
                        .indefinitely())
                .isInstanceOf(AnswerResult.Receipted.class);
        Optional<org.computingpower.terms.Signature> signature =
                Optional.of(answer.reveal().sign(NODE, rules.domains()));
        assertThat(narrow.reveal(11, DEVICE, answer.reveal(), answer.coded(), signature)
                        .await()
                        .indefinitely())
                .isEqualTo(new AnswerResult.Overloaded());
        assertThat(reveal(validator, answer)).isInstanceOf(AnswerResult.Taken.class);
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
                .filter(validator -> validator != market.leader(11, RoundPart.PRIMARY))
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
