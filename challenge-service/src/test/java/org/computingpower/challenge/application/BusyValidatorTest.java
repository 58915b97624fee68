package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.AnswerRefusal;
import org.computingpower.events.ChallengeRoundEvent.RoundClosed;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A validator that cannot keep up: what counts is when something came, not when there was time to look at it. */
class BusyValidatorTest {

    private static final long EPOCH = 11;
    private static final RosterSlot.Key DEVICE = new RosterSlot.Key(VirtualMarket.NODE.nodeId(), 0);

    private final VirtualMarket market = new VirtualMarket(1, 1);
    private final VirtualValidator validator = market.validators.getFirst();
    private long openedAt;
    private Commit commit;
    private Reveal reveal;
    private byte[] coded;

    @BeforeEach
    void theNodeHasSolvedItsChallenge() {
        market.goTo(EPOCH, 1_500);
        RoundStore.Opening opening = VirtualMarket.opening(validator, EPOCH).orElseThrow();
        openedAt = opening.openedAtMillis();
        RoundOpen round = opening.round();
        RosterSlot slot = validator.conductor.slotsOf(EPOCH, DEVICE.nodeId()).getFirst();
        ProofAssignment assignment = ProofAssignment.of(
                slot.parameters(),
                Hashes.puzzle(round.epochSeed()),
                Hashes.puzzle(DEVICE.nodeId().value()),
                Hashes.puzzle(slot.orderId().value()),
                0);
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            long[] nonces = engine.solve(
                            SolveRequest.of(assignment, () -> false).over(0, 10_000))
                    .nonces();
            ShareCommitment shares = ShareCommitment.of(nonces);
            Bytes32 challenge = Hashes.terms(assignment.challenge());
            coded = NonceCoding.encode(nonces);
            commit = new Commit(
                    EPOCH, challenge, DEVICE.nodeId(), slot.orderId(), 0, shares.shares(), Hashes.terms(shares.root()));
            reveal = new Reveal(challenge, Digests.sha256(coded));
        }
    }

    private UniAssertSubscriber<AnswerResult> commit() {
        return validator
                .answers
                .commit(commit, Optional.of(commit.sign(VirtualMarket.NODE, market.rules.domains())))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private UniAssertSubscriber<AnswerResult> reveal() {
        return validator
                .answers
                .reveal(
                        EPOCH,
                        DEVICE,
                        reveal,
                        coded,
                        Optional.of(reveal.sign(VirtualMarket.NODE, market.rules.domains())))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void afterOpening(long millis) {
        market.goTo(EPOCH, openedAt + millis - market.rules.startMillis(EPOCH));
    }

    private List<ProofResult> results() {
        return validator.published(ProofJudged.class).stream()
                .map(judged -> judged.verdict().result())
                .toList();
    }

    @Test
    void whatCameInTimeIsJudgedHoweverLongItWaited() {
        validator.busy = true;
        afterOpening(market.rules.profile().commitDeadlineMillis());
        UniAssertSubscriber<AnswerResult> committed = commit();
        UniAssertSubscriber<AnswerResult> revealed = reveal();
        afterOpening(market.rules.profile().closeMillis() + 2_000);
        assertThat(results()).isEmpty();
        validator.catchUp();
        market.step(25);
        assertThat(results()).containsExactly(ProofResult.PASS);
        long deadline = openedAt + market.rules.profile().commitDeadlineMillis();
        assertThat(((AnswerResult.Receipted) committed.awaitItem().getItem())
                        .receipt()
                        .receivedAtMillis())
                .isEqualTo(deadline);
        assertThat(revealed.awaitItem().getItem()).isEqualTo(new AnswerResult.Taken(deadline));
    }

    @Test
    void whatCameLateStaysLateHoweverLongItWaited() {
        commit().assertCompleted();
        afterOpening(market.rules.profile().revealDeadlineMillis() + 1);
        validator.busy = true;
        UniAssertSubscriber<AnswerResult> revealed = reveal();
        afterOpening(market.rules.profile().closeMillis());
        validator.catchUp();
        market.step(25);
        assertThat(((AnswerResult.Refused) revealed.awaitItem().getItem()).reason())
                .isInstanceOf(AnswerRefusal.Late.class);
        assertThat(results()).containsExactly(ProofResult.MISSING);
    }

    @Test
    void whatComesAfterTheCloseHoldsUpNothing() {
        validator.busy = true;
        market.now.set(openedAt + market.rules.profile().closeMillis());
        commit();
        market.step(0);
        assertThat(results()).containsExactly(ProofResult.MISSING);
    }

    @Test
    void anInterruptedCloseGoesOnWhereItEndedAndJudgesNobodyTwice() {
        List<NodeVersion> nodes = IntStream.range(0, 1_200)
                .mapToObj(number -> new NodeVersion(
                        new NodeId(Digests.sha256(new byte[] {(byte) (number >> 8), (byte) number})),
                        1,
                        1,
                        true,
                        false,
                        List.of(new DevicePower(0, 20_000, 0))))
                .toList();
        validator.store.facts = new RosterBuilder.Facts(nodes, List.of(), List.of());
        market.goTo(EPOCH + 1, 1_500);
        validator.store.partsUntilFailure = 1;
        market.goTo(EPOCH + 1, 9_900);
        Map<NodeId, Long> verdicts = validator.published(ProofJudged.class).stream()
                .filter(judged -> judged.verdict().epoch() == EPOCH + 1)
                .collect(Collectors.groupingBy(judged -> judged.verdict().nodeId(), Collectors.counting()));
        assertThat(validator.store.partsUntilFailure).isNegative();
        assertThat(verdicts).hasSize(1_200).values().containsOnly(1L);
        assertThat(validator.published(RoundClosed.class))
                .filteredOn(closed -> closed.epoch() == EPOCH + 1)
                .singleElement()
                .satisfies(closed -> assertThat(closed.missing()).isEqualTo(1_200));
    }
}
