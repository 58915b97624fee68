package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.PowerVerdict;

/** What several validators publish, and waiting for it. */
final class Watch {

    private static final Duration DEADLINE = Duration.ofMinutes(4);

    private Watch() {}

    static <T> T until(Supplier<T> look, Predicate<T> wanted) {
        return within(DEADLINE, look, wanted);
    }

    static <T> T within(Duration deadline, Supplier<T> look, Predicate<T> wanted) {
        return await().atMost(deadline).pollInterval(Duration.ofMillis(50)).until(look::get, wanted);
    }

    static long now(ValidatorSet set) {
        return set.market().epochClock().epochAt(InstantSource.system().instant());
    }

    /** The first round from an epoch on that this many validators opened. */
    static RoundOpened roundFrom(MarketBus bus, long epoch, int validators) {
        return until(
                () -> bus.published(RoundOpened.class).stream()
                        .filter(opened -> opened.round().epoch() >= epoch)
                        .filter(opened -> openings(bus, opened.round().epoch()).size() >= validators)
                        .findFirst()
                        .orElse(null),
                opened -> opened != null);
    }

    static List<RoundOpened> openings(MarketBus bus, long epoch) {
        return bus.published(RoundOpened.class).stream()
                .filter(opened -> opened.round().epoch() == epoch)
                .toList();
    }

    static List<ProofJudged> verdicts(MarketBus bus, NodeId node, long epoch) {
        return bus.published(ProofJudged.class).stream()
                .filter(judged -> judged.verdict().epoch() == epoch
                        && judged.verdict().nodeId().equals(node))
                .toList();
    }

    /** All verdicts on a node, once this many validators judged it: equal and each signed by its author. */
    static PowerVerdict agreed(MarketBus bus, ValidatorSet set, NodeId node, long epoch, int validators) {
        List<ProofJudged> judged = until(() -> verdicts(bus, node, epoch), all -> all.size() >= validators);
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
}
