package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.ChallengeRoundEvent.BeaconPartFailed;
import org.computingpower.events.ChallengeRoundEvent.CallContradicted;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeVerdictEvent.CommitContradicted;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/**
 * Everybody who cheats at once, against two honest validators of a set of three over real HTTP, Kafka and PostgreSQL: each gets the verdict and the
 * event it deserves, and the honest node passes every round that is held.
 */
class AdversariesIT {

    private static final long POWER = 20_000;
    private static final int HONEST_VALIDATORS = 2;
    /** One epoch in three is led by the rogue: 27 epochs without it have a probability of two in a hundred thousand. */
    private static final Duration CHOSEN = Duration.ofMinutes(10);

    private static final BlockRef BLOCK = new BlockRef(7, Bytes32.parse("0x" + "77".repeat(32)));

    private static SimulatedNode node(ValidatorSet set, String name, long power) {
        return new SimulatedNode(
                TestMarket.key(name),
                set.market().domains(),
                power,
                set.member(0).origin());
    }

    private static Hash32 seed(RoundOpened opened) {
        return Hashes.puzzle(opened.round().epochSeed());
    }

    private static void answerBoth(ValidatorSet set, SimulatedNode node, SimulatedNode.Solution solution) {
        assertThat(set.members()).allSatisfy(member -> {
            assertThat(node.to(member.origin()).commit(solution.commit()).statusCode())
                    .isEqualTo(200);
            assertThat(node.to(member.origin()).reveal(solution).statusCode()).isEqualTo(202);
        });
    }

    private static String slug(Response answer) {
        String type = answer.jsonPath().getString("type");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static ProofResult result(MarketBus bus, ValidatorSet set, SimulatedNode node, long epoch) {
        return Watch.agreed(bus, set, node.key.nodeId(), epoch, HONEST_VALIDATORS)
                .result();
    }

    @Test
    void eachGetsWhatItDeservesAndNobodyElseIsHarmed() throws Exception {
        try (ValidatorSet set = ValidatorSet.startAllButOne(3, 2);
                MarketBus bus = set.bus()) {
            bus.tell(new ChainHeadEvent.HeadFinalized(31_337, BLOCK.number(), BLOCK.hash(), 1));
            SimulatedNode honest = node(set, "honest", POWER);
            List<SimulatedNode> nodes = List.of(
                    honest,
                    node(set, "weak", POWER / 10),
                    node(set, "replayer", POWER),
                    node(set, "late", POWER),
                    node(set, "victim", POWER),
                    node(set, "equivocator", POWER),
                    // One machine of the rated power answers in two names: each gets half of its hashes.
                    node(set, "first identity", POWER / 2),
                    node(set, "second identity", POWER / 2));
            for (SimulatedNode node : nodes) {
                bus.tell(TestNodes.changed(node.key, 1, POWER, POWER, 1));
            }
            nodesThatCheat(set, bus, nodes);
            leadersThatCheat(set, bus, honest);
        }
    }

    private static RoundOpened nextRound(MarketBus bus, ValidatorSet set, int roster) {
        long[] from = {Watch.now(set) + 1};
        return Watch.until(
                () -> {
                    RoundOpened opened = Watch.roundFrom(bus, from[0], HONEST_VALIDATORS);
                    from[0] = opened.round().epoch() + 1;
                    return opened;
                },
                opened -> opened.round().rosterSize() == roster);
    }

    private static void nodesThatCheat(ValidatorSet set, MarketBus bus, List<SimulatedNode> nodes) throws Exception {
        SimulatedNode honest = nodes.get(0);
        SimulatedNode weak = nodes.get(1);
        SimulatedNode replayer = nodes.get(2);
        SimulatedNode late = nodes.get(3);
        SimulatedNode victim = nodes.get(4);
        SimulatedNode equivocator = nodes.get(5);
        RoundOpened before = nextRound(bus, set, nodes.size());
        SimulatedNode.Solution old = replayer.solve(before.round().epoch(), seed(before));
        answerBoth(set, replayer, old);

        RoundOpened opened = nextRound(bus, set, nodes.size());
        long epoch = opened.round().epoch();
        garbageInAnothersName(set, victim.solve(epoch, seed(opened)), victim);
        answerBoth(set, honest, honest.solve(epoch, seed(opened)));
        answerBoth(set, victim, victim.solve(epoch, seed(opened)));
        answerBoth(set, weak, weak.solve(epoch, seed(opened)));
        for (SimulatedNode identity : nodes.subList(6, 8)) {
            answerBoth(set, identity, identity.solve(epoch, seed(opened)));
        }

        // The same bytes again are of another round; the same nonces under a new signature are no shares.
        assertThat(slug(replayer.commit(old.commit()))).isEqualTo("round-not-open");
        SimulatedNode.Solution fresh = replayer.solve(epoch, seed(opened));
        answerBoth(
                set,
                replayer,
                new SimulatedNode.Solution(epoch, fresh.assignment(), fresh.orderId(), fresh.device(), old.nonces()));

        SimulatedNode.Solution full = equivocator.solve(epoch, seed(opened));
        long[] few = java.util.Arrays.copyOf(full.nonces(), 5);
        SimulatedNode.Solution other =
                new SimulatedNode.Solution(epoch, full.assignment(), full.orderId(), full.device(), few);
        assertThat(equivocator.to(set.member(0).origin()).commit(full.commit()).statusCode())
                .isEqualTo(200);
        equivocator.to(set.member(1).origin()).commit(other.commit());
        assertThat(slug(equivocator.to(set.member(0).origin()).commit(other.commit())))
                .isEqualTo("commit-contradicts");

        lateCommit(set, late, late.solve(epoch, seed(opened)), opened);

        assertThat(result(bus, set, honest, epoch)).isEqualTo(ProofResult.PASS);
        assertThat(result(bus, set, victim, epoch)).isEqualTo(ProofResult.PASS);
        assertThat(result(bus, set, weak, epoch)).isEqualTo(ProofResult.FAIL);
        assertThat(result(bus, set, nodes.get(6), epoch)).isEqualTo(ProofResult.FAIL);
        assertThat(result(bus, set, nodes.get(7), epoch)).isEqualTo(ProofResult.FAIL);
        assertThat(result(bus, set, late, epoch)).isEqualTo(ProofResult.MISSING);
        assertThat(result(bus, set, replayer, epoch)).isEqualTo(ProofResult.VOID);
        assertThat(result(bus, set, equivocator, epoch)).isEqualTo(ProofResult.MISSING);
        evidenceOf(bus, set, equivocator, epoch);
    }

    private static void garbageInAnothersName(ValidatorSet set, SimulatedNode.Solution victims, SimulatedNode victim) {
        SigningKey foreign = TestMarket.key("foreign");
        for (int i = 0; i < 40; i++) {
            SimulatedNode.Solution garbage = new SimulatedNode.Solution(
                    victims.epoch(), victims.assignment(), victims.orderId(), victims.device(), new long[] {i});
            Response answer = victim.commit(
                    garbage.commit(),
                    garbage.commit().sign(foreign, set.market().domains()).toString());
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    private static void lateCommit(
            ValidatorSet set, SimulatedNode late, SimulatedNode.Solution solution, RoundOpened opened) {
        long deadline = opened.openedAt().toEpochMilli() + set.market().proof().commitDeadlineMillis();
        Watch.until(() -> InstantSource.system().millis(), millis -> millis > deadline + 500);
        assertThat(set.members())
                .allSatisfy(member -> assertThat(late.to(member.origin())
                                .commit(solution.commit())
                                .statusCode())
                        .isEqualTo(409));
    }

    private static void evidenceOf(MarketBus bus, ValidatorSet set, SimulatedNode equivocator, long epoch) {
        List<CommitContradicted> evidence =
                Watch.until(() -> bus.published(CommitContradicted.class), seen -> !seen.isEmpty());
        assertThat(evidence).allSatisfy(one -> {
            assertThat(one.first().nodeId()).isEqualTo(equivocator.key.nodeId());
            assertThat(one.first().epoch()).isEqualTo(epoch);
            assertThat(one.first().challengeId()).isEqualTo(one.second().challengeId());
            assertThat(one.first()).isNotEqualTo(one.second());
            assertThat(one.first()
                            .isSignedBy(
                                    equivocator.key.address(),
                                    one.firstSignature(),
                                    set.market().domains()))
                    .isTrue();
            assertThat(one.second()
                            .isSignedBy(
                                    equivocator.key.address(),
                                    one.secondSignature(),
                                    set.market().domains()))
                    .isTrue();
        });
    }

    private static void leadersThatCheat(ValidatorSet set, MarketBus bus, SimulatedNode honest) throws Exception {
        RogueValidator rogue = new RogueValidator(TestMarket.validators(3).get(2), set);
        long silent = leadNext(set, bus, rogue);
        heldInReserve(set, bus, honest, silent);
        assertThat(failures(bus, silent)).isNotEmpty().allSatisfy(failed -> {
            assertThat(failed.part()).isEqualTo(RoundPart.PRIMARY.wire());
            assertThat(failed.silent()).containsExactly(rogue.address());
        });

        long twice = leadNext(set, bus, rogue);
        Watch.until(() -> InstantSource.system().millis(), millis -> millis >= rogue.drawnStartMillis(twice));
        assertThat(set.members())
                .allSatisfy(member -> assertThat(
                                rogue.call(twice, member.address(), member).statusCode())
                        .isEqualTo(204));
        CallContradicted evidence = Watch.until(
                        () -> bus.published(CallContradicted.class).stream()
                                .filter(one -> one.first().epoch() == twice)
                                .toList(),
                        seen -> !seen.isEmpty())
                .getFirst();
        assertThat(evidence.first()
                        .isSignedBy(
                                rogue.address(),
                                evidence.firstSignature(),
                                set.market().domains()))
                .isTrue();
        assertThat(evidence.second()
                        .isSignedBy(
                                rogue.address(),
                                evidence.secondSignature(),
                                set.market().domains()))
                .isTrue();
        rogue.openSecret(twice);
        heldInReserve(set, bus, honest, twice);
    }

    /** Commits to the next epoch that the rogue leads, and waits for it to begin. */
    private static long leadNext(ValidatorSet set, MarketBus bus, RogueValidator rogue) {
        long led = Watch.within(
                CHOSEN,
                () -> {
                    long next = Watch.now(set) + 1;
                    Optional<RoundOpened> opened =
                            Watch.openings(bus, next - 2).stream().findFirst();
                    Hash32 seed = opened.map(AdversariesIT::seed).orElse(Hash32.ZERO);
                    // Early enough for the other validators to know the commitment before the epoch begins.
                    boolean early = InstantSource.system().millis()
                            < MarketRules.of(set.market()).startMillis(next) - 3_000;
                    if (early && opened.isPresent() && rogue.leads(next, seed) && !rogue.committedTo(next)) {
                        rogue.commitTo(next, BLOCK);
                        return next;
                    }
                    return null;
                },
                Objects::nonNull);
        Watch.until(() -> Watch.now(set), now -> now >= led);
        return led;
    }

    private static List<BeaconPartFailed> failures(MarketBus bus, long epoch) {
        return bus.published(BeaconPartFailed.class).stream()
                .filter(failed -> failed.epoch() == epoch)
                .toList();
    }

    private static void heldInReserve(ValidatorSet set, MarketBus bus, SimulatedNode honest, long epoch)
            throws Exception {
        RoundOpened opened = Watch.roundFrom(bus, epoch, HONEST_VALIDATORS);
        assertThat(opened.round().epoch()).isEqualTo(epoch);
        assertThat(opened.round().part()).isEqualTo(RoundPart.RESERVE.wire());
        answerBoth(set, honest, honest.solve(epoch, seed(opened)));
        PowerVerdict verdict = Watch.agreed(bus, set, honest.key.nodeId(), epoch, HONEST_VALIDATORS);
        assertThat(verdict.result()).isEqualTo(ProofResult.PASS);
        assertThat(bus.published(ProofJudged.class).stream()
                        .filter(judged -> judged.verdict().epoch() == epoch)
                        .map(ProofJudged::validator)
                        .distinct())
                .hasSize(HONEST_VALIDATORS);
    }
}
