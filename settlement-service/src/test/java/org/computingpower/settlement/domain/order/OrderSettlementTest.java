package org.computingpower.settlement.domain.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.settlement.domain.order.Samples.CLOCK;
import static org.computingpower.settlement.domain.order.Samples.FIRST_EPOCH;
import static org.computingpower.settlement.domain.order.Samples.afterEpoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.computingpower.settlement.domain.order.Samples.Facts;
import org.computingpower.settlement.domain.order.Step.SlashWanted;
import org.computingpower.settlement.domain.order.Step.WindowSettled;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SlashRule;
import org.junit.jupiter.api.Test;

class OrderSettlementTest {

    private static final List<ProofResult> RESULTS = List.of(ProofResult.values());

    private static Dossier.Closing endOfTerm() {
        return new Dossier.Closing(CLOCK.startOf(FIRST_EPOCH + 10).getEpochSecond(), false);
    }

    @Test
    void releasesEveryProvenWindowAndClosesWithoutRest() {
        Facts facts = Facts.active(1_003);
        for (long epoch = FIRST_EPOCH; epoch < FIRST_EPOCH + 10; epoch++) {
            facts.judged(epoch, ProofResult.PASS).advance(afterEpoch(epoch));
        }
        facts.closing = Optional.of(endOfTerm());
        facts.advance(afterEpoch(FIRST_EPOCH + 10));

        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(1_003));
        assertThat(facts.money.fee()).isEqualTo(TokenAmount.of(50));
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.ZERO);
        assertThat(facts.steps).filteredOn(WindowSettled.class::isInstance).hasSize(10);
    }

    @Test
    void settlesNoWindowBeforeItsEpochAndTheDelayAreOver() {
        Facts facts = Facts.active(1_000).judged(FIRST_EPOCH, ProofResult.PASS);

        assertThat(facts.advance(afterEpoch(FIRST_EPOCH).minusMillis(1)))
                .containsExactly(new Step.Funded(facts.deposit.orElseThrow()));
        assertThat(facts.advance(afterEpoch(FIRST_EPOCH))).singleElement().isInstanceOf(WindowSettled.class);
    }

    @Test
    void settlesAnEpochOnceHoweverOftenItAdvances() {
        Facts facts = Facts.active(1_000).judged(FIRST_EPOCH, ProofResult.PASS);
        facts.advance(afterEpoch(FIRST_EPOCH));

        assertThat(facts.advance(afterEpoch(FIRST_EPOCH))).isEmpty();
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(100));
    }

    @Test
    void waitsForTheQuorumAndCarriesTheWindowWhenItDoesNotCome() {
        Facts facts = Facts.active(1_000);
        facts.votes.put(FIRST_EPOCH, List.of(Samples.vote(facts.terms, 0, FIRST_EPOCH, 0, ProofResult.PASS, 500)));
        Instant deadline = CLOCK.endOf(FIRST_EPOCH).plusSeconds(15);

        facts.advance(deadline.minusMillis(1));
        assertThat(facts.money.fold().orElseThrow().nextEpoch()).isEqualTo(FIRST_EPOCH);

        facts.advance(deadline);
        facts.judged(FIRST_EPOCH + 1, ProofResult.PASS).advance(afterEpoch(FIRST_EPOCH + 1));

        assertThat(outcomes(facts)).containsExactly(WindowOutcome.UNCHALLENGED, WindowOutcome.PASS);
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(200));
    }

    @Test
    void doesNotCountAValidatorThatContradictsItself() {
        Facts facts = Facts.active(1_000).judged(FIRST_EPOCH, ProofResult.PASS);
        Objects.requireNonNull(facts.votes.get(FIRST_EPOCH))
                .addFirst(Samples.vote(facts.terms, 0, FIRST_EPOCH, 0, ProofResult.MISSING, 0));

        facts.advance(afterEpoch(FIRST_EPOCH));

        assertThat(facts.money.fold().orElseThrow().nextEpoch()).isEqualTo(FIRST_EPOCH);
    }

    @Test
    void paysOnlyIfEveryDevicePasses() {
        Facts facts = Facts.active(1_000);
        facts.devices = Set.of(0, 1);
        facts.judged(FIRST_EPOCH, 0, ProofResult.PASS, 500).judged(FIRST_EPOCH, 1, ProofResult.FAIL, 100);

        facts.advance(afterEpoch(FIRST_EPOCH));

        assertThat(outcomes(facts)).containsExactly(WindowOutcome.FAIL);
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(100));
        assertThat(facts.money.fold().orElseThrow().streak().strikesInARow()).isEqualTo(1);
    }

    @Test
    void refundsAProvenButUnservedWindow() {
        Facts facts = Facts.active(1_000).judged(FIRST_EPOCH, ProofResult.PASS);
        Instant requested = CLOCK.startOf(FIRST_EPOCH).minusSeconds(300);
        facts.deployments.add(new DeploymentRequest(1, Optional.of(requested), Optional.empty()));

        facts.advance(afterEpoch(FIRST_EPOCH));

        assertThat(outcomes(facts)).containsExactly(WindowOutcome.UNSERVED);
    }

    @Test
    void terminatesAStoppedNodeRefundsTheRestAndProposesSlashes() {
        Facts facts = Facts.active(1_000_000).judged(FIRST_EPOCH, ProofResult.PASS);
        for (long epoch = FIRST_EPOCH + 1; epoch <= FIRST_EPOCH + 4; epoch++) {
            facts.judged(epoch, ProofResult.MISSING);
        }
        facts.advance(afterEpoch(FIRST_EPOCH + 4));
        assertThat(facts.money.fold().orElseThrow().streak().unpaidInARow()).isEqualTo(4);
        long end = CLOCK.startOf(FIRST_EPOCH + 5).plusSeconds(6).getEpochSecond();
        facts.closing = Optional.of(new Dossier.Closing(end, true));
        facts.judged(FIRST_EPOCH + 5, ProofResult.MISSING).advance(afterEpoch(FIRST_EPOCH + 5));

        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(100_000));
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(900_000));
        // L = 300 000: 10 bps for the second strike, 25 bps for each further one, 50 % for the termination.
        assertThat(facts.steps)
                .filteredOn(SlashWanted.class::isInstance)
                .extracting(step -> ((SlashWanted) step).rule(), step -> ((SlashWanted) step).amount())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(SlashRule.S1, TokenAmount.of(300)),
                        org.assertj.core.groups.Tuple.tuple(SlashRule.S1, TokenAmount.of(750)),
                        org.assertj.core.groups.Tuple.tuple(SlashRule.S1, TokenAmount.of(750)),
                        org.assertj.core.groups.Tuple.tuple(SlashRule.S1, TokenAmount.of(750)),
                        org.assertj.core.groups.Tuple.tuple(SlashRule.S2, TokenAmount.of(150_000)));
    }

    @Test
    void endsAnOrderWhoseVerdictsProveTooLittlePowerAlthoughItsWindowsWerePaid() {
        Facts facts = Facts.active(1_000_000);
        for (long epoch = FIRST_EPOCH; epoch < FIRST_EPOCH + 3; epoch++) {
            facts.judged(epoch, 0, ProofResult.PASS, 390).advance(afterEpoch(epoch));
        }

        assertThat(facts.steps)
                .filteredOn(WindowSettled.class::isInstance)
                .extracting(step -> ((WindowSettled) step).shortfall().map(PowerRun::rounds))
                .containsExactly(Optional.empty(), Optional.of(2), Optional.of(2));
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(300_000));

        facts.closing =
                Optional.of(new Dossier.Closing(CLOCK.startOf(FIRST_EPOCH + 3).getEpochSecond(), true));
        facts.advance(afterEpoch(FIRST_EPOCH + 3));
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(700_000));
        assertThat(facts.steps)
                .filteredOn(SlashWanted.class::isInstance)
                .singleElement()
                .satisfies(step -> {
                    assertThat(((SlashWanted) step).rule()).isEqualTo(SlashRule.S2);
                    assertThat(((SlashWanted) step).shortfall()).isEqualTo(facts.powerRuns.proof());
                });
    }

    @Test
    void countsRoundsInEpochOrderHoweverTheirVerdictsArrive() {
        Facts facts = Facts.active(1_000_000);
        facts.judged(FIRST_EPOCH + 1, 0, ProofResult.FAIL, 256).judged(FIRST_EPOCH + 2, 0, ProofResult.PASS, 650);
        assertThat(facts.advance(afterEpoch(FIRST_EPOCH))).noneMatch(WindowSettled.class::isInstance);

        facts.judged(FIRST_EPOCH, 0, ProofResult.FAIL, 256).advance(afterEpoch(FIRST_EPOCH + 2));

        assertThat(facts.powerRuns.proof().orElseThrow().fromEpoch()).isEqualTo(FIRST_EPOCH);
        assertThat(facts.powerRuns.running()).isEmpty();
    }

    @Test
    void holdsNothingAgainstANodeThatTheQuorumDidNotJudge() {
        Facts facts = Facts.active(1_000_000).judged(FIRST_EPOCH, 0, ProofResult.FAIL, 256);
        facts.votes.put(
                FIRST_EPOCH + 1, List.of(Samples.vote(facts.terms, 0, FIRST_EPOCH + 1, 0, ProofResult.FAIL, 256)));
        facts.advance(CLOCK.endOf(FIRST_EPOCH + 1).plusSeconds(15));

        assertThat(outcomes(facts)).containsExactly(WindowOutcome.FAIL, WindowOutcome.UNCHALLENGED);
        assertThat(facts.powerRuns.proof()).isEmpty();
    }

    @Test
    void paysTheLastWindowUpToTheSecondInWhichServiceEnded() {
        Facts facts = Facts.active(1_500).judged(FIRST_EPOCH, ProofResult.PASS);
        long end = CLOCK.startOf(FIRST_EPOCH).plusSeconds(4).getEpochSecond();
        facts.closing = Optional.of(new Dossier.Closing(end, false));

        facts.advance(afterEpoch(FIRST_EPOCH));

        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(40));
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(1_460));
    }

    @Test
    void refundsTheWholeDepositOfAnOrderThatNeverBecameActive() {
        Facts facts = new Facts(1_000);
        facts.closing = Optional.of(new Dossier.Closing(CLOCK.startOf(9).getEpochSecond(), false));
        assertThat(facts.advance(afterEpoch(9))).isEmpty();

        facts.deposit = Optional.of(new Dossier.Deposit(TokenAmount.of(1_000), 7, 1_000_100));
        facts.advance(afterEpoch(9));

        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(1_000));
    }

    @Test
    void doesNotBillAnOrderWhoseDepositDoesNotCoverItsPrice() {
        Facts facts = Facts.active(1_000).judged(FIRST_EPOCH, ProofResult.PASS);
        facts.deposit = Optional.of(new Dossier.Deposit(TokenAmount.of(999), 7, 1_000_100));

        facts.advance(afterEpoch(FIRST_EPOCH));

        assertThat(facts.money.phase()).isEqualTo(Phase.FUNDED);
        assertThat(facts.money.remaining()).isEqualTo(TokenAmount.of(999));
    }

    @Test
    void chargesNothingWhileTheOrderIsHeld() {
        Facts facts = Facts.active(1_000);
        facts.holds.add(new Dossier.Hold(FIRST_EPOCH, Optional.of(FIRST_EPOCH + 2)));
        facts.judged(FIRST_EPOCH, ProofResult.PASS).judged(FIRST_EPOCH + 2, ProofResult.PASS);

        facts.advance(afterEpoch(FIRST_EPOCH + 2));

        assertThat(facts.steps).filteredOn(WindowSettled.class::isInstance).hasSize(1);
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(100));
    }

    @Test
    void paysAnOrderThatEndsWhileItIsHeldUpToTheHold() {
        Facts facts = Facts.active(1_000);
        facts.holds.add(new Dossier.Hold(FIRST_EPOCH + 1, Optional.empty()));
        facts.judged(FIRST_EPOCH, ProofResult.PASS).judged(FIRST_EPOCH + 2, ProofResult.PASS);
        facts.closing =
                Optional.of(new Dossier.Closing(CLOCK.startOf(FIRST_EPOCH + 2).getEpochSecond() + 5, false));

        facts.advance(afterEpoch(FIRST_EPOCH + 2));

        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(100));
        assertThat(facts.money.remaining()).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void isSettledOnlyWhenTheChainShowsExactlyItsAmounts() {
        Facts facts = new Facts(1_000);
        facts.closing = Optional.of(new Dossier.Closing(CLOCK.startOf(9).getEpochSecond(), false));
        facts.deposit = Optional.of(new Dossier.Deposit(TokenAmount.of(1_000), 7, 1_000_100));
        facts.chainItem = Optional.of(
                new Dossier.ChainItem(TokenAmount.ZERO, TokenAmount.of(999), Optional.of(Bytes32.ZERO), 12));
        facts.advance(afterEpoch(9));
        assertThat(facts.money.settled()).isFalse();

        facts.chainItem = Optional.of(
                new Dossier.ChainItem(TokenAmount.ZERO, TokenAmount.of(1_000), Optional.of(Bytes32.ZERO), 12));

        assertThat(facts.advance(afterEpoch(9))).containsExactly(new Step.SettledOnChain(Bytes32.ZERO, 12));
    }

    @Test
    void comesToTheSameMoneyAndRunsInWhateverOrderTheFactsArrive() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(runShuffled(seed, true)).as("seed %d", seed).isEqualTo(runShuffled(seed, false));
        }
    }

    /** The same random order once with all facts at once and once fact by fact in random order, each told twice. */
    private static List<Object> runShuffled(long seed, boolean atOnce) {
        Random random = new Random(seed);
        Facts facts = new Facts(1 + random.nextInt(1_000_000));
        List<Runnable> told = new ArrayList<>();
        told.add(() -> facts.deposit = Optional.of(new Dossier.Deposit(facts.terms.totalPrice(), 7, 1_000_100)));
        told.add(() -> facts.billing = Optional.of(FIRST_EPOCH));
        long end = CLOCK.startOf(FIRST_EPOCH).getEpochSecond() + random.nextInt(160);
        // One topic tells of activation and closing in their order, so whoever knows the end knows the beginning.
        told.add(() -> {
            facts.billing = Optional.of(FIRST_EPOCH);
            facts.closing = Optional.of(new Dossier.Closing(end, false));
        });
        for (long epoch = FIRST_EPOCH; epoch < FIRST_EPOCH + 11; epoch++) {
            ProofResult result = RESULTS.get(random.nextInt(RESULTS.size()));
            long judgedEpoch = epoch;
            told.add(() -> {
                facts.votes.remove(judgedEpoch);
                facts.judged(judgedEpoch, result);
            });
        }
        List<Runnable> twice = new ArrayList<>(told);
        twice.addAll(told);
        Collections.shuffle(twice, new Random(seed + 1));
        for (Runnable fact : twice) {
            fact.run();
            if (!atOnce) {
                facts.advance(CLOCK.endOf(FIRST_EPOCH - 1));
            }
        }
        facts.advance(afterEpoch(FIRST_EPOCH + 11));
        assertThat(facts.money.released().plus(facts.money.refunded()).plus(facts.money.remaining()))
                .isEqualTo(facts.money.deposit());
        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        return List.of(facts.money, facts.powerRuns);
    }

    private static List<WindowOutcome> outcomes(Facts facts) {
        return facts.steps.stream()
                .filter(WindowSettled.class::isInstance)
                .map(step -> ((WindowSettled) step).window().outcome())
                .toList();
    }
}
