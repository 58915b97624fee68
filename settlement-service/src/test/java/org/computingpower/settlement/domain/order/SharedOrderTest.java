package org.computingpower.settlement.domain.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.settlement.domain.order.Samples.CLOCK;
import static org.computingpower.settlement.domain.order.Samples.FIRST_EPOCH;
import static org.computingpower.settlement.domain.order.Samples.afterEpoch;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.computingpower.settlement.domain.order.Samples.Facts;
import org.computingpower.settlement.domain.order.Step.EarlierDecided;
import org.computingpower.settlement.domain.order.Step.SlashWanted;
import org.computingpower.settlement.domain.order.Step.WindowSettled;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.AuditRule;
import org.computingpower.terms.money.BillingTerms;
import org.computingpower.terms.money.FoldResult.Folded;
import org.computingpower.terms.money.OrderFold;
import org.computingpower.terms.money.WindowDecision;
import org.computingpower.terms.money.WindowMoney;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/** An order of ten epochs that shares its device. */
class SharedOrderTest {

    private static final ProofResult[] RESULTS = ProofResult.values();

    private static Facts passing(long toEpoch) {
        Facts facts = Facts.active(1_000, Mode.SHARED);
        for (long epoch = FIRST_EPOCH; epoch < toEpoch; epoch++) {
            facts.opened(epoch, false).judged(epoch, ProofResult.PASS);
        }
        return facts;
    }

    private static void endAt(Facts facts, long epoch) {
        facts.closing = Optional.of(new Dossier.Closing(CLOCK.startOf(epoch).getEpochSecond(), false));
    }

    @Test
    void waitsForTheOpeningThatSaysWhetherItIsAnAudit() {
        Facts facts = Facts.active(1_000, Mode.SHARED).judged(FIRST_EPOCH, ProofResult.PASS);
        facts.advance(afterEpoch(FIRST_EPOCH + 5));
        assertThat(facts.money.fold().orElseThrow().nextEpoch()).isEqualTo(FIRST_EPOCH);

        facts.opened(FIRST_EPOCH, true).advance(afterEpoch(FIRST_EPOCH));
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(100));
    }

    @Test
    void doesNotWaitForItWhereTheOrderHasItsDeviceAlone() {
        Facts facts = Facts.active(1_000).judged(FIRST_EPOCH, ProofResult.PASS);
        facts.advance(afterEpoch(FIRST_EPOCH));
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(100));
    }

    @Test
    void showsWhatWaitsAndReleasesItByTheAudit() {
        Facts facts = passing(FIRST_EPOCH + 3);
        facts.advance(afterEpoch(FIRST_EPOCH + 2));
        assertThat(facts.money.released()).isEqualTo(TokenAmount.ZERO);
        assertThat(facts.money.remaining()).isEqualTo(TokenAmount.of(1_000));
        assertThat(windows(facts)).extracting(WindowDecision::money).containsOnly(WindowMoney.ACCRUED);

        facts.opened(FIRST_EPOCH + 3, true)
                .judged(FIRST_EPOCH + 3, ProofResult.PASS)
                .advance(afterEpoch(FIRST_EPOCH + 3));
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(400));
        assertThat(facts.money.fee()).isEqualTo(TokenAmount.of(20));
        WindowSettled audit = (WindowSettled) facts.steps.getLast();
        assertThat(audit.resolved())
                .hasSize(3)
                .extracting(WindowDecision::money)
                .containsOnly(WindowMoney.RELEASED);
    }

    @Test
    void refundsWhatAccruedByAFailedAudit() {
        Facts facts = passing(FIRST_EPOCH + 3)
                .opened(FIRST_EPOCH + 3, true)
                .judged(FIRST_EPOCH + 3, 0, ProofResult.FAIL, 300);
        facts.advance(afterEpoch(FIRST_EPOCH + 3));
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(400));
        assertThat(facts.money.fold().orElseThrow().streak().unpaidInARow()).isEqualTo(1);
    }

    @Test
    void closesOnlyAfterTheAuditThatFollowsItsEnd() {
        Facts facts = passing(FIRST_EPOCH + 2);
        endAt(facts, FIRST_EPOCH + 2);
        facts.opened(FIRST_EPOCH + 2, false).judged(FIRST_EPOCH + 2, ProofResult.MISSING);
        facts.advance(afterEpoch(FIRST_EPOCH + 2));
        assertThat(facts.money.phase()).isEqualTo(Phase.BILLING);
        assertThat(facts.steps).noneMatch(SlashWanted.class::isInstance);

        facts.opened(FIRST_EPOCH + 3, true)
                .judged(FIRST_EPOCH + 3, ProofResult.PASS)
                .advance(afterEpoch(FIRST_EPOCH + 3));
        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(200));
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(800));
        assertThat(windows(facts)).hasSize(2);
        assertThat(facts.steps).filteredOn(EarlierDecided.class::isInstance).hasSize(1);
    }

    @Test
    void refundsTheRestWhenTheNodeIsGoneAfterTheEnd() {
        Facts facts = passing(FIRST_EPOCH + 2);
        endAt(facts, FIRST_EPOCH + 2);
        long last = FIRST_EPOCH + 1 + AuditRule.EPOCHS_AFTER_END;
        facts.advance(CLOCK.endOf(last).plusSeconds(14));
        assertThat(facts.money.phase()).isEqualTo(Phase.BILLING);
        facts.advance(CLOCK.endOf(last).plusSeconds(15));
        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        assertThat(facts.money.refunded()).isEqualTo(TokenAmount.of(1_000));
    }

    @Test
    void asksForTheAuditAfterAnEndThatCameDuringAHold() {
        Facts facts = passing(FIRST_EPOCH + 1);
        facts.holds.add(new Dossier.Hold(FIRST_EPOCH + 1, Optional.empty()));
        endAt(facts, FIRST_EPOCH + 2);
        facts.opened(FIRST_EPOCH + 2, true)
                .judged(FIRST_EPOCH + 2, ProofResult.PASS)
                .advance(afterEpoch(FIRST_EPOCH + 2));
        assertThat(facts.money.phase()).isEqualTo(Phase.CLOSED);
        assertThat(facts.money.released()).isEqualTo(TokenAmount.of(100));
    }

    /** The ledger is the fold and nothing else, whatever happens. */
    @Test
    void comesToWhatTheFoldComesTo() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Facts facts = Facts.active(1 + random.nextInt(1_000_000), Mode.SHARED);
            OrderFold fold = OrderFold.start(
                    BillingTerms.of(facts.terms, CLOCK, FIRST_EPOCH, Samples.RULES.limits()), Mode.SHARED);
            endAt(facts, FIRST_EPOCH + 10);
            for (long epoch = FIRST_EPOCH; !fold.termOver() || fold.awaitsAudit(); epoch++) {
                ProofResult result = random.nextBoolean() ? ProofResult.PASS : RESULTS[random.nextInt(RESULTS.length)];
                boolean audit = random.nextInt(5) == 0;
                facts.opened(epoch, audit).judged(epoch, result).advance(afterEpoch(epoch));
                fold = ((Folded) fold.fold(epoch, WindowOutcome.valueOf(result.name()), true, audit)).fold();
            }
            OrderFold closed = ((Folded) fold.finish()).fold();
            facts.advance(afterEpoch(fold.nextEpoch()));
            assertThat(facts.money.phase()).as("seed %d", seed).isEqualTo(Phase.CLOSED);
            assertThat(facts.money.released()).as("seed %d", seed).isEqualTo(closed.releasedCum());
            assertThat(facts.money.released().plus(facts.money.refunded())).isEqualTo(facts.money.deposit());
        }
    }

    private static List<WindowDecision> windows(Facts facts) {
        return facts.steps.stream()
                .filter(WindowSettled.class::isInstance)
                .map(step -> ((WindowSettled) step).window())
                .toList();
    }
}
