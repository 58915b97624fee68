package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeRoundEvent.RoundWaivedByQuorum;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/** Several validators that talk over real HTTP: they agree bit for bit, a minority may die, and without a quorum nobody is punished. */
class SeveralValidatorsIT {

    private static final long POWER = 20_000;

    private static SimulatedNode node(ValidatorSet set, String name) {
        MarketDomains domains = set.market().domains();
        SigningKey key = TestMarket.key(name);
        return new SimulatedNode(key, domains, POWER, set.member(0).origin());
    }

    private static void announce(MarketBus bus, SimulatedNode... nodes) {
        bus.tell(new ChainHeadEvent.HeadFinalized(31_337, 7, Bytes32.parse("0x" + "77".repeat(32)), 1));
        for (SimulatedNode node : nodes) {
            bus.tell(TestNodes.changed(node.key, 1, POWER, 0, 1));
        }
    }

    private static long played(
            ValidatorSet set, MarketBus bus, int announced, long from, int validators, Tries.Play play)
            throws Exception {
        return Tries.played(set, bus, announced, from, validators, play).round().epoch();
    }

    /** The node answers every validator that is alive. */
    private static boolean answersAll(
            ValidatorSet set, MarketBus bus, SimulatedNode node, SimulatedNode.Solution solution) {
        long deadline = Tries.commitDeadline(set, bus, solution.epoch());
        List<SimulatedNode> alive = set.members().stream()
                .filter(ValidatorSet.Member::alive)
                .map(member -> node.to(member.origin()))
                .toList();
        return alive.stream()
                        .allMatch(to -> Tries.inTime(
                                deadline, to.commit(solution.commit()).statusCode(), 200))
                && alive.stream()
                        .allMatch(
                                to -> Tries.inTime(deadline, to.reveal(solution).statusCode(), 202));
    }

    /** One validator hears of the commit, another one of the reveal; receipts have to carry them to all. */
    private static boolean answersSplit(
            ValidatorSet set, MarketBus bus, SimulatedNode node, SimulatedNode.Solution solution) {
        long deadline = Tries.commitDeadline(set, bus, solution.epoch());
        SimulatedNode last = node.to(set.member(2).origin());
        int committed =
                node.to(set.member(0).origin()).commit(solution.commit()).statusCode();
        return Tries.inTime(deadline, committed, 200)
                && Tries.inTime(
                        deadline,
                        Watch.until(
                                        () -> last.reveal(solution),
                                        answer -> answer.statusCode() == 202
                                                || !answer.jsonPath()
                                                        .getString("type")
                                                        .endsWith("/nothing-committed"))
                                .statusCode(),
                        202);
    }

    private static SimulatedNode.Solution solve(SimulatedNode node, RoundOpened opened) throws Exception {
        return node.solve(
                opened.round().epoch(), Hash32.parse(opened.round().epochSeed().toString()));
    }

    private static void passes(
            ValidatorSet set, MarketBus bus, SimulatedNode node, int announced, long from, int validators)
            throws Exception {
        long epoch = played(
                set, bus, announced, from, validators, opened -> answersAll(set, bus, node, solve(node, opened)));
        assertThat(Watch.agreed(bus, set, node.key.nodeId(), epoch, validators).result())
                .isEqualTo(ProofResult.PASS);
    }

    @Test
    void twoOfThreeAgreeSurviveADeathAndPunishNobodyWithoutAQuorum() throws Exception {
        try (ValidatorSet set = ValidatorSet.start(3, 2);
                MarketBus bus = set.bus()) {
            SimulatedNode honest = node(set, "honest");
            SimulatedNode split = node(set, "split");
            SimulatedNode silent = node(set, "silent");
            announce(bus, honest, split, silent);

            allThreeAgree(set, bus, honest, split, silent);
            set.member(2).kill();
            passes(set, bus, honest, 3, Watch.now(set) + 1, 2);
            set.member(1).kill();
            withoutAQuorumThereIsNoVerdict(set, bus);
            set.member(1).restart();
            passes(set, bus, honest, 3, Watch.now(set) + 1, 2);
        }
    }

    private static void allThreeAgree(
            ValidatorSet set, MarketBus bus, SimulatedNode honest, SimulatedNode split, SimulatedNode silent)
            throws Exception {
        long epoch = played(set, bus, 3, 0, 3, opened -> answersAll(set, bus, honest, solve(honest, opened)));
        List<RoundOpened> all = Watch.openings(bus, epoch);
        assertThat(all.stream().map(RoundOpened::round).distinct()).hasSize(1);
        assertThat(all.stream().map(RoundOpened::secrets).distinct())
                .singleElement()
                .satisfies(secrets -> assertThat(secrets).hasSize(2));
        assertThat(Watch.agreed(bus, set, honest.key.nodeId(), epoch, 3).result())
                .isEqualTo(ProofResult.PASS);
        assertThat(Watch.agreed(bus, set, silent.key.nodeId(), epoch, 3).result())
                .isEqualTo(ProofResult.MISSING);

        long other = played(set, bus, 3, epoch + 1, 3, opened -> answersSplit(set, bus, split, solve(split, opened)));
        PowerVerdict settled = Watch.agreed(bus, set, split.key.nodeId(), other, 3);
        assertThat(settled.result()).isEqualTo(ProofResult.PASS);
        aStrangerSeesWhoReceiptedIt(set, split, other);
    }

    /** Two receipts are needed, and the validators that gave them signed them, whoever shows them. */
    private static void aStrangerSeesWhoReceiptedIt(ValidatorSet set, SimulatedNode node, long epoch) {
        for (ValidatorSet.Member member : set.members()) {
            PublicProof proof = PublicProof.of(member.origin(), set.market(), epoch, node.key.nodeId());
            assertThat(proof.isSigned()).isTrue();
            assertThat(proof.signersOf("starts")).isGreaterThanOrEqualTo(2);
            assertThat(proof.signersOf("commitReceipts")).isGreaterThanOrEqualTo(2);
            assertThat(proof.signersOf("revealReceipts")).isGreaterThanOrEqualTo(2);
        }
    }

    private static void withoutAQuorumThereIsNoVerdict(ValidatorSet set, MarketBus bus) {
        long first = Watch.now(set) + 1;
        Watch.until(() -> Watch.now(set), epoch -> epoch > first + 1);
        List<Long> judged = bus.published(ProofJudged.class).stream()
                .map(one -> one.verdict().epoch())
                .filter(epoch -> epoch >= first)
                .toList();
        assertThat(judged).isEmpty();
        assertThat(Watch.openings(bus, first)).isEmpty();
        assertThat(bus.published(RoundWaivedByQuorum.class).stream().filter(waived -> waived.epoch() >= first))
                .isEmpty();
        assertThat(Optional.of(set.member(0)).filter(ValidatorSet.Member::alive))
                .isPresent();
    }

    @Test
    void threeOfFourAgreeWithOneDead() throws Exception {
        try (ValidatorSet set = ValidatorSet.start(4, 3);
                MarketBus bus = set.bus()) {
            SimulatedNode honest = node(set, "honest");
            announce(bus, honest);
            passes(set, bus, honest, 1, 0, 4);
            set.member(3).kill();
            passes(set, bus, honest, 1, Watch.now(set) + 1, 3);
        }
    }
}
