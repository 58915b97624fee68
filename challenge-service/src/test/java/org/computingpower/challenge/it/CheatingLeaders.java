package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.events.ChallengeRoundEvent.BeaconCommitmentContradicted;
import org.computingpower.events.ChallengeRoundEvent.BeaconPartFailed;
import org.computingpower.events.ChallengeRoundEvent.CallContradicted;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;

/** A validator that leads rounds and cheats, one way after another: the two honest ones hold them all the same, and publish what it did. */
final class CheatingLeaders {

    /** One epoch in three is led by the rogue: 27 epochs without it have a probability of two in a hundred thousand. */
    private static final Duration CHOSEN = Duration.ofMinutes(10);

    /** For two commitments to reach everybody before the epoch begins. */
    private static final long TIME_TO_MEET = 10_000;

    private CheatingLeaders() {}

    static void play(ValidatorSet set, MarketBus bus, SimulatedNode honest) throws Exception {
        RogueValidator rogue = new RogueValidator(TestMarket.validators(3).get(2), set);
        long silent = Tries.until(() -> leadNext(set, bus, rogue), led -> heldInReserve(set, bus, honest, led));
        assertThat(failures(bus, silent)).isNotEmpty().allSatisfy(failed -> {
            assertThat(failed.part()).isEqualTo(RoundPart.PRIMARY.wire());
            assertThat(failed.silent()).containsExactly(rogue.address());
        });

        long twice = Tries.until(
                () -> leadNext(set, bus, rogue),
                led -> callsTwice(set, rogue, led) && heldInReserve(set, bus, honest, led));
        commitsTwice(set, bus, rogue);
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
    }

    /** Both validators hear of both commitments, and either publishes them. */
    private static void commitsTwice(ValidatorSet set, MarketBus bus, RogueValidator rogue) {
        MarketRules rules = MarketRules.of(set.market());
        long next = Watch.until(
                () -> Watch.now(set) + 1,
                epoch -> !rogue.committedTo(epoch)
                        && InstantSource.system().millis() < rules.startMillis(epoch) - TIME_TO_MEET);
        rogue.commitDifferentlyTo(next, AdversariesIT.BLOCK);
        List<BeaconCommitmentContradicted> evidence = Watch.until(
                () -> bus.published(BeaconCommitmentContradicted.class),
                seen -> seen.size() >= AdversariesIT.HONEST_VALIDATORS);
        assertThat(evidence).hasSize(AdversariesIT.HONEST_VALIDATORS).allSatisfy(one -> {
            assertThat(one.author()).isEqualTo(rogue.address());
            assertThat(one.first().epoch())
                    .isEqualTo(next)
                    .isEqualTo(one.second().epoch());
            assertThat(one.first())
                    .isNotEqualTo(one.second())
                    .matches(first -> first.isSignedBy(rogue.address(), one.firstSignature(), rules.domains()));
            assertThat(one.second())
                    .matches(second -> second.isSignedBy(rogue.address(), one.secondSignature(), rules.domains()));
        });
        assertThat(evidence.stream()
                        .map(BeaconCommitmentContradicted::validator)
                        .distinct())
                .hasSize(AdversariesIT.HONEST_VALIDATORS);
    }

    /** Two calls at the drawn instant, each to one of the others, and then its secret; false if the part was over. */
    private static boolean callsTwice(ValidatorSet set, RogueValidator rogue, long epoch) {
        MarketRules rules = MarketRules.of(set.market());
        Watch.until(() -> InstantSource.system().millis(), millis -> millis >= rogue.drawnStartMillis(epoch));
        long end = rules.startMillis(epoch) + rules.drawFromMillis(RoundPart.RESERVE);
        boolean called = set.members().stream()
                .allMatch(member -> Tries.inTime(
                        end, rogue.call(epoch, member.address(), member).statusCode(), 204));
        rogue.openSecret(epoch);
        return called;
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
                        rogue.commitTo(next, AdversariesIT.BLOCK);
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

    /** Whether the reserve part held the round that the rogue did not, and the honest node could answer; not on a machine that is too busy. */
    private static boolean heldInReserve(ValidatorSet set, MarketBus bus, SimulatedNode honest, long epoch)
            throws Exception {
        RoundOpened opened = Watch.roundFrom(bus, epoch, AdversariesIT.HONEST_VALIDATORS);
        if (opened.round().epoch() != epoch) {
            return false;
        }
        assertThat(opened.round().part()).isEqualTo(RoundPart.RESERVE.wire());
        if (!AdversariesIT.answersBoth(set, bus, honest, honest.solve(epoch, AdversariesIT.seed(opened)))) {
            return false;
        }
        PowerVerdict verdict = Watch.agreed(bus, set, honest.key.nodeId(), epoch, AdversariesIT.HONEST_VALIDATORS);
        assertThat(verdict.result()).isEqualTo(ProofResult.PASS);
        assertThat(bus.published(ProofJudged.class).stream()
                        .filter(judged -> judged.verdict().epoch() == epoch)
                        .map(ProofJudged::validator)
                        .distinct())
                .hasSize(AdversariesIT.HONEST_VALIDATORS);
        return true;
    }
}
