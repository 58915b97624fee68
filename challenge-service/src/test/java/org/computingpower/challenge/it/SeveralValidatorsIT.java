package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/** Several validators that talk over real HTTP: they agree bit for bit, a minority may die, and without a quorum nobody is punished. */
class SeveralValidatorsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(150);
    private static final long POWER = 20_000;

    private static <T> T until(Supplier<T> look, Predicate<T> wanted) {
        return await().atMost(DEADLINE).pollInterval(Duration.ofMillis(50)).until(look::get, wanted);
    }

    private static long now(ValidatorSet set) {
        return set.market().epochClock().epochAt(InstantSource.system().instant());
    }

    /** The first round from an epoch on that this many validators opened. */
    private static RoundOpened roundFrom(TestBroker broker, long epoch, int validators) {
        return until(
                () -> broker.seen(RoundOpened.class).stream()
                        .filter(opened -> opened.round().epoch() >= epoch)
                        .filter(opened ->
                                openings(broker, opened.round().epoch()).size() >= validators)
                        .findFirst()
                        .orElse(null),
                opened -> opened != null);
    }

    private static List<RoundOpened> openings(TestBroker broker, long epoch) {
        return broker.seen(RoundOpened.class).stream()
                .filter(opened -> opened.round().epoch() == epoch)
                .toList();
    }

    private static List<ProofJudged> verdicts(TestBroker broker, NodeId node, long epoch) {
        return broker.seen(ProofJudged.class).stream()
                .filter(judged -> judged.verdict().epoch() == epoch
                        && judged.verdict().nodeId().equals(node))
                .toList();
    }

    /** All verdicts on a node, once this many validators judged it: equal and each signed by its author. */
    private static PowerVerdict agreed(TestBroker broker, ValidatorSet set, NodeId node, long epoch, int validators) {
        List<ProofJudged> judged = until(() -> verdicts(broker, node, epoch), all -> all.size() >= validators);
        assertThat(judged).hasSize(validators);
        assertThat(judged.stream().map(ProofJudged::validator).distinct()).hasSize(validators);
        assertThat(judged)
                .allSatisfy(one -> assertThat(one.verdict()
                                .isSignedBy(
                                        one.validator(),
                                        one.signature(),
                                        set.market().domains()))
                        .isTrue());
        List<PowerVerdict> distinct =
                judged.stream().map(ProofJudged::verdict).distinct().toList();
        assertThat(distinct).hasSize(1);
        return distinct.getFirst();
    }

    private static SimulatedNode node(ValidatorSet set, String name) {
        MarketDomains domains = set.market().domains();
        SigningKey key = TestMarket.key(name);
        return new SimulatedNode(key, domains, POWER, set.member(0).origin());
    }

    private static void announce(TestBroker broker, ValidatorSet set, SimulatedNode... nodes) throws Exception {
        broker.publish(new ChainHeadEvent.HeadFinalized(31_337, 7, Bytes32.parse("0x" + "77".repeat(32)), 1));
        for (SimulatedNode node : nodes) {
            broker.publish(TestNodes.changed(node.key, 1, POWER, 0, now(set) + 2));
        }
    }

    private static void answerAll(ValidatorSet set, SimulatedNode node, SimulatedNode.Solution solution) {
        List<ValidatorSet.Member> alive =
                set.members().stream().filter(ValidatorSet.Member::alive).toList();
        assertThat(alive)
                .allSatisfy(member -> assertThat(node.to(member.origin())
                                .commit(solution.commit())
                                .statusCode())
                        .isEqualTo(200));
        assertThat(alive)
                .allSatisfy(member -> assertThat(
                                node.to(member.origin()).reveal(solution).statusCode())
                        .isEqualTo(202));
    }

    private static SimulatedNode.Solution solve(SimulatedNode node, RoundOpened opened) throws Exception {
        return node.solve(
                opened.round().epoch(), Hash32.parse(opened.round().epochSeed().toString()));
    }

    private static RoundOpened withNodes(TestBroker broker, SimulatedNode node, int validators) throws Exception {
        RoundOpened opened = roundFrom(broker, 0, validators);
        while (node.assignment(opened.round().epoch()).get("items").isEmpty()) {
            opened = roundFrom(broker, opened.round().epoch() + 1, validators);
        }
        return opened;
    }

    @Test
    void twoOfThreeAgreeSurviveADeathAndPunishNobodyWithoutAQuorum() throws Exception {
        try (ValidatorSet set = ValidatorSet.start(3, 2);
                TestBroker broker = new TestBroker(set.bootstrapServers())) {
            SimulatedNode honest = node(set, "honest");
            SimulatedNode split = node(set, "split");
            SimulatedNode silent = node(set, "silent");
            announce(broker, set, honest, split, silent);

            allThreeAgree(set, broker, honest, split, silent);
            set.member(2).kill();
            aMinorityMayDie(set, broker, honest);
            set.member(1).kill();
            withoutAQuorumThereIsNoVerdict(set, broker);
            set.member(1).restart();
            aMinorityMayDie(set, broker, honest);
        }
    }

    private static void allThreeAgree(
            ValidatorSet set, TestBroker broker, SimulatedNode honest, SimulatedNode split, SimulatedNode silent)
            throws Exception {
        RoundOpened opened = withNodes(broker, honest, 3);
        long epoch = opened.round().epoch();
        List<RoundOpened> all = openings(broker, epoch);
        assertThat(all.stream().map(RoundOpened::round).distinct()).hasSize(1);
        assertThat(all.stream().map(RoundOpened::secrets).distinct())
                .singleElement()
                .satisfies(secrets -> assertThat(secrets).hasSize(2));
        answerAll(set, honest, solve(honest, opened));
        // One validator hears of the commit, another one of the reveal; receipts carry them to all.
        SimulatedNode.Solution solution = solve(split, opened);
        assertThat(split.to(set.member(0).origin()).commit(solution.commit()).statusCode())
                .isEqualTo(200);
        SimulatedNode other = split.to(set.member(2).origin());
        until(() -> other.reveal(solution).statusCode(), status -> status == 202);

        assertThat(agreed(broker, set, honest.key.nodeId(), epoch, 3).result()).isEqualTo(ProofResult.PASS);
        PowerVerdict settled = agreed(broker, set, split.key.nodeId(), epoch, 3);
        assertThat(settled.result()).isEqualTo(ProofResult.PASS);
        assertThat(settled.commitHash()).isEqualTo(solution.commit().structHash());
        assertThat(agreed(broker, set, silent.key.nodeId(), epoch, 3).result()).isEqualTo(ProofResult.MISSING);
    }

    private static void aMinorityMayDie(ValidatorSet set, TestBroker broker, SimulatedNode honest) throws Exception {
        RoundOpened opened = roundFrom(broker, now(set) + 1, 2);
        long epoch = opened.round().epoch();
        answerAll(set, honest, solve(honest, opened));
        assertThat(agreed(broker, set, honest.key.nodeId(), epoch, 2).result()).isEqualTo(ProofResult.PASS);
    }

    private static void withoutAQuorumThereIsNoVerdict(ValidatorSet set, TestBroker broker) {
        long first = now(set) + 1;
        until(() -> now(set), epoch -> epoch > first + 1);
        List<Long> judged = broker.seen(ProofJudged.class).stream()
                .map(one -> one.verdict().epoch())
                .filter(epoch -> epoch >= first)
                .toList();
        assertThat(judged).isEmpty();
        assertThat(openings(broker, first)).isEmpty();
        assertThat(Optional.of(set.member(0)).filter(ValidatorSet.Member::alive))
                .isPresent();
    }

    @Test
    void threeOfFourAgreeWithOneDead() throws Exception {
        try (ValidatorSet set = ValidatorSet.start(4, 3);
                TestBroker broker = new TestBroker(set.bootstrapServers())) {
            SimulatedNode honest = node(set, "honest");
            announce(broker, set, honest);
            RoundOpened opened = withNodes(broker, honest, 4);
            answerAll(set, honest, solve(honest, opened));
            assertThat(agreed(broker, set, honest.key.nodeId(), opened.round().epoch(), 4)
                            .result())
                    .isEqualTo(ProofResult.PASS);
            set.member(3).kill();
            RoundOpened next = roundFrom(broker, now(set) + 1, 3);
            answerAll(set, honest, solve(honest, next));
            assertThat(agreed(broker, set, honest.key.nodeId(), next.round().epoch(), 3)
                            .result())
                    .isEqualTo(ProofResult.PASS);
        }
    }
}
