package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeVerdictEvent.CommitContradicted;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/**
 * Everybody who cheats at once, against two honest validators of a set of three over real HTTP, Kafka and PostgreSQL: each gets the verdict and the
 * event it deserves, and the honest node passes every round that is held.
 */
class AdversariesIT {

    private static final long POWER = 20_000;
    static final int HONEST_VALIDATORS = 2;

    static final BlockRef BLOCK = new BlockRef(7, Bytes32.parse("0x" + "77".repeat(32)));

    private static SimulatedNode node(ValidatorSet set, String name, long power) {
        return new SimulatedNode(
                TestMarket.key(name),
                set.market().domains(),
                power,
                set.member(0).origin());
    }

    static Hash32 seed(RoundOpened opened) {
        return Hashes.puzzle(opened.round().epochSeed());
    }

    /** Whether both honest validators took both answers in time. */
    static boolean answersBoth(ValidatorSet set, MarketBus bus, SimulatedNode node, SimulatedNode.Solution solution) {
        long deadline = Tries.commitDeadline(set, bus, solution.epoch());
        return set.members().stream().allMatch(member -> {
            SimulatedNode to = node.to(member.origin());
            return Tries.inTime(deadline, to.commit(solution.commit()).statusCode(), 200)
                    && Tries.inTime(deadline, to.reveal(solution).statusCode(), 202);
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
            CheatingLeaders.play(set, bus, honest);
        }
    }

    private static void nodesThatCheat(ValidatorSet set, MarketBus bus, List<SimulatedNode> nodes) throws Exception {
        SimulatedNode replayer = nodes.get(2);
        SimulatedNode late = nodes.get(3);
        RoundOpened before = Tries.played(
                set,
                bus,
                nodes.size(),
                Watch.now(set) + 1,
                HONEST_VALIDATORS,
                opened -> answersBoth(
                        set, bus, replayer, replayer.solve(opened.round().epoch(), seed(opened))));
        SimulatedNode.Solution old = replayer.solve(before.round().epoch(), seed(before));

        RoundOpened opened = Tries.played(
                set,
                bus,
                nodes.size(),
                before.round().epoch() + 1,
                HONEST_VALIDATORS,
                next -> allAnswer(set, bus, nodes, old, next));
        long epoch = opened.round().epoch();
        lateCommit(set, bus, late, late.solve(epoch, seed(opened)));

        assertThat(result(bus, set, nodes.get(0), epoch)).isEqualTo(ProofResult.PASS);
        assertThat(result(bus, set, nodes.get(4), epoch)).isEqualTo(ProofResult.PASS);
        assertThat(result(bus, set, nodes.get(1), epoch)).isEqualTo(ProofResult.FAIL);
        assertThat(result(bus, set, nodes.get(6), epoch)).isEqualTo(ProofResult.FAIL);
        assertThat(result(bus, set, nodes.get(7), epoch)).isEqualTo(ProofResult.FAIL);
        assertThat(result(bus, set, late, epoch)).isEqualTo(ProofResult.MISSING);
        assertThat(result(bus, set, replayer, epoch)).isEqualTo(ProofResult.VOID);
        assertThat(result(bus, set, nodes.get(5), epoch)).isEqualTo(ProofResult.MISSING);
        evidenceOf(bus, set, nodes.get(5), epoch);
    }

    /** All but the late one answer, each in its way; false if the machine was too busy for it. */
    private static boolean allAnswer(
            ValidatorSet set, MarketBus bus, List<SimulatedNode> nodes, SimulatedNode.Solution old, RoundOpened opened)
            throws Exception {
        long epoch = opened.round().epoch();
        SimulatedNode replayer = nodes.get(2);
        SimulatedNode victim = nodes.get(4);
        boolean all = garbageInAnothersName(set, bus, victim.solve(epoch, seed(opened)), victim);
        for (int number : List.of(0, 4, 1, 6, 7)) {
            SimulatedNode node = nodes.get(number);
            all = all && answersBoth(set, bus, node, node.solve(epoch, seed(opened)));
        }
        // The same bytes again are of another round; the same nonces under a new signature are no shares.
        assertThat(slug(replayer.commit(old.commit()))).isEqualTo("round-not-open");
        return all && replays(set, bus, replayer, old, opened) && contradictsItself(set, bus, nodes.get(5), opened);
    }

    private static boolean replays(
            ValidatorSet set, MarketBus bus, SimulatedNode replayer, SimulatedNode.Solution old, RoundOpened opened)
            throws Exception {
        SimulatedNode.Solution fresh = replayer.solve(opened.round().epoch(), seed(opened));
        return answersBoth(
                set,
                bus,
                replayer,
                new SimulatedNode.Solution(
                        fresh.epoch(), fresh.assignment(), fresh.orderId(), fresh.device(), old.nonces()));
    }

    private static boolean contradictsItself(
            ValidatorSet set, MarketBus bus, SimulatedNode equivocator, RoundOpened opened) throws Exception {
        long epoch = opened.round().epoch();
        long deadline = Tries.commitDeadline(set, bus, epoch);
        SimulatedNode.Solution full = equivocator.solve(epoch, seed(opened));
        long[] few = java.util.Arrays.copyOf(full.nonces(), 5);
        SimulatedNode.Solution other =
                new SimulatedNode.Solution(epoch, full.assignment(), full.orderId(), full.device(), few);
        SimulatedNode toFirst = equivocator.to(set.member(0).origin());
        if (!Tries.inTime(deadline, toFirst.commit(full.commit()).statusCode(), 200)) {
            return false;
        }
        equivocator.to(set.member(1).origin()).commit(other.commit());
        assertThat(slug(toFirst.commit(other.commit()))).isEqualTo("commit-contradicts");
        return true;
    }

    private static boolean garbageInAnothersName(
            ValidatorSet set, MarketBus bus, SimulatedNode.Solution victims, SimulatedNode victim) {
        SigningKey foreign = TestMarket.key("foreign");
        long deadline = Tries.commitDeadline(set, bus, victims.epoch());
        boolean refused = true;
        for (int i = 0; i < 40; i++) {
            SimulatedNode.Solution garbage = new SimulatedNode.Solution(
                    victims.epoch(), victims.assignment(), victims.orderId(), victims.device(), new long[] {i});
            Response answer = victim.commit(
                    garbage.commit(),
                    garbage.commit().sign(foreign, set.market().domains()).toString());
            refused = refused && Tries.inTime(deadline, answer.statusCode(), 401);
        }
        return refused;
    }

    /** Later than the deadline of the validator that opened last. */
    private static void lateCommit(
            ValidatorSet set, MarketBus bus, SimulatedNode late, SimulatedNode.Solution solution) {
        long lastOpened = Watch.openings(bus, solution.epoch()).stream()
                .mapToLong(opened -> opened.openedAt().toEpochMilli())
                .max()
                .orElseThrow();
        long deadline = lastOpened + set.market().proof().commitDeadlineMillis();
        Watch.until(() -> InstantSource.system().millis(), millis -> millis > deadline + 500);
        assertThat(set.members())
                .allSatisfy(member -> assertThat(late.to(member.origin())
                                .commit(solution.commit())
                                .statusCode())
                        .isEqualTo(409));
    }

    private static void evidenceOf(MarketBus bus, ValidatorSet set, SimulatedNode equivocator, long epoch) {
        List<CommitContradicted> evidence = Watch.until(
                () -> bus.published(CommitContradicted.class).stream()
                        .filter(one -> one.first().epoch() == epoch)
                        .toList(),
                seen -> !seen.isEmpty());
        assertThat(evidence).allSatisfy(one -> {
            assertThat(one.first().nodeId()).isEqualTo(equivocator.key.nodeId());
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
}
