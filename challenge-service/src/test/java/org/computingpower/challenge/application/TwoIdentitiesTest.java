package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.Test;

/**
 * One machine behind two identities, with real searches of a bounded number of hashes: because both are asked at one instant, what one identity gets
 * the other one lacks. The machine has 1.2 times the power that either identity claims.
 */
class TwoIdentitiesTest {

    private static final long CLAIMED = 20_000;
    /** What the machine makes in the window of half a second. */
    private static final long BUDGET = CLAIMED * 6 / 10;
    /** What the honest one makes, 1.5 times what it claims: seven standard deviations above what its rating takes. */
    private static final long HONEST_BUDGET = CLAIMED * 75 / 100;

    private static final SigningKey HONEST = TestMarket.key("honest");
    private static final SigningKey FIRST = TestMarket.key("first identity");
    private static final SigningKey SECOND = TestMarket.key("second identity");

    private final VirtualMarket market = new VirtualMarket(TestMarket.sharp(0), BeaconKind.COMMIT_REVEAL);
    private final VirtualValidator validator = market.validators.getFirst();

    private void register(long rated) {
        validator.store.facts = new RosterBuilder.Facts(
                List.of(HONEST, FIRST, SECOND).stream()
                        .map(key -> new NodeVersion(
                                key.nodeId(), 1, 1, true, false, List.of(new DevicePower(0, CLAIMED, rated))))
                        .toList(),
                List.of(),
                List.of());
    }

    /** Holds the round of an epoch; each identity spends so many hashes. */
    private Map<NodeId, ProofResult> round(long epoch, ToLongFunction<SigningKey> hashes) {
        market.goTo(epoch, 1_500);
        RoundOpen open = VirtualMarket.opening(validator, epoch).orElseThrow().round();
        List.of(HONEST, FIRST, SECOND).forEach(key -> answer(open, key, hashes.applyAsLong(key)));
        market.goTo(epoch, 9_500);
        return validator.published(ProofJudged.class).stream()
                .filter(judged -> judged.verdict().epoch() == epoch)
                .collect(Collectors.toMap(
                        judged -> judged.verdict().nodeId(),
                        judged -> judged.verdict().result()));
    }

    private void answer(RoundOpen open, SigningKey key, long hashes) {
        RosterSlot slot =
                validator.conductor.slotsOf(open.epoch(), key.nodeId()).getFirst();
        ProofAssignment assignment = ProofAssignment.of(
                slot.parameters(),
                Hashes.puzzle(open.epochSeed()),
                Hashes.puzzle(key.nodeId().value()),
                Hashes.puzzle(slot.orderId().value()),
                0);
        long[] nonces;
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            nonces = engine.solve(SolveRequest.of(assignment, () -> false).over(0, hashes))
                    .nonces();
        }
        ShareCommitment shares = ShareCommitment.of(nonces);
        Bytes32 challenge = Hashes.terms(assignment.challenge());
        byte[] coded = NonceCoding.encode(nonces);
        Commit commit = new Commit(
                open.epoch(), challenge, key.nodeId(), slot.orderId(), 0, shares.shares(), Hashes.terms(shares.root()));
        Reveal reveal = new Reveal(challenge, Digests.sha256(coded));
        assertThat(validator
                        .answers
                        .commit(commit, Optional.of(commit.sign(key, market.rules.domains())))
                        .await()
                        .indefinitely())
                .isInstanceOf(AnswerResult.Receipted.class);
        assertThat(validator
                        .answers
                        .reveal(
                                open.epoch(),
                                slot.key(),
                                reveal,
                                coded,
                                Optional.of(reveal.sign(key, market.rules.domains())))
                        .await()
                        .indefinitely())
                .isInstanceOf(AnswerResult.Taken.class);
    }

    private static ToLongFunction<SigningKey> split(int percentToFirst) {
        return key -> {
            if (key.equals(HONEST)) {
                return HONEST_BUDGET;
            }
            // Whoever gets nothing still answers.
            return Math.max(1, BUDGET * (key.equals(FIRST) ? percentToFirst : 100 - percentToFirst) / 100);
        };
    }

    @Test
    void howeverItSplitsItsWorkTheIdentitiesNeverBothPassAndHalvesBothFail() {
        register(CLAIMED);
        Map<NodeId, ProofResult> halves = round(12, split(50));
        assertThat(halves)
                .containsEntry(HONEST.nodeId(), ProofResult.PASS)
                .containsEntry(FIRST.nodeId(), ProofResult.FAIL)
                .containsEntry(SECOND.nodeId(), ProofResult.FAIL);
        assertThat(round(13, split(100)))
                .containsEntry(FIRST.nodeId(), ProofResult.PASS)
                .containsEntry(SECOND.nodeId(), ProofResult.FAIL);
        // 0.72 of what the first claims, four and a half standard deviations below the threshold.
        assertThat(round(14, split(60)))
                .containsEntry(HONEST.nodeId(), ProofResult.PASS)
                .containsEntry(FIRST.nodeId(), ProofResult.FAIL)
                .containsEntry(SECOND.nodeId(), ProofResult.FAIL);
    }

    @Test
    void eachIsRatedAtWhatItsHalfOfTheMachineShows() {
        register(0);
        for (long epoch = 12; epoch < 15; epoch++) {
            round(epoch, split(50));
        }
        Map<NodeId, Long> ratings = validator.published(RatingProposed.class).stream()
                .collect(Collectors.toMap(
                        proposed -> proposed.rating().nodeId(),
                        proposed -> proposed.rating().r0()));
        assertThat(ratings).containsOnlyKeys(HONEST.nodeId(), FIRST.nodeId(), SECOND.nodeId());
        assertThat(ratings).containsEntry(HONEST.nodeId(), CLAIMED);
        // 0.9 of half of 24,000 is 10,800; the smallest of three counts with 6 % of scatter each.
        assertThat(ratings.get(FIRST.nodeId())).isBetween(8_000L, 12_000L);
        assertThat(ratings.get(SECOND.nodeId())).isBetween(8_000L, 12_000L);
    }
}
