package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.terms.money.WindowMoney.ACCRUED;
import static org.computingpower.terms.money.WindowMoney.CARRIED;
import static org.computingpower.terms.money.WindowMoney.RELEASED;
import static org.computingpower.terms.money.WindowOutcome.FAIL;
import static org.computingpower.terms.money.WindowOutcome.MISSING;
import static org.computingpower.terms.money.WindowOutcome.PASS;
import static org.computingpower.terms.money.WindowOutcome.UNCHALLENGED;
import static org.computingpower.terms.money.WindowOutcome.UNSERVED;
import static org.computingpower.terms.money.WindowOutcome.WAIVED;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.FoldResult.Folded;
import org.computingpower.terms.money.FoldResult.Reason;
import org.computingpower.terms.money.FoldResult.Refused;
import org.computingpower.terms.signed.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders that share their device: 10 windows of 15 s and one of 5 s at 10 units a second. */
class SharedFoldTest {

    private static final BillingTerms TERMS =
            new BillingTerms(TokenAmount.of(1550), 155, 500, 15, 7, BillingLimits.STANDARD);

    private final OrderFold start = OrderFold.start(TERMS, Mode.SHARED);

    private static Folded step(OrderFold fold, WindowOutcome outcome, boolean audit) {
        return (Folded) fold.fold(fold.nextEpoch(), outcome, true, audit);
    }

    /** Epochs without an audit. */
    private static OrderFold run(OrderFold fold, WindowOutcome... outcomes) {
        OrderFold next = fold;
        for (WindowOutcome outcome : outcomes) {
            next = step(next, outcome, false).fold();
        }
        return next;
    }

    private static void assertMoney(OrderFold fold, long released, long refunded) {
        assertThat(fold.releasedCum()).isEqualTo(TokenAmount.of(released));
        assertThat(fold.refundedCum()).isEqualTo(TokenAmount.of(refunded));
    }

    @Test
    void accruesAPassUntilTheAudit() {
        Folded pass = step(start, PASS, false);
        assertMoney(pass.fold(), 0, 0);
        assertThat(pass.decisions()).extracting(WindowDecision::money).containsExactly(ACCRUED);
        assertThat(pass.fold().awaitsAudit()).isTrue();
        assertThat(pass.fold().remaining()).isEqualTo(TokenAmount.of(1550));
        assertThat(pass.fold().streak()).isEqualTo(Streak.NONE);
    }

    @Test
    void releasesAllThatAccruedAndItsOwnWindowByAPassedAudit() {
        Folded audit = step(run(start, PASS, PASS, FAIL, PASS), PASS, true);
        assertMoney(audit.fold(), 600, 150);
        assertThat(audit.decisions()).extracting(WindowDecision::epoch).containsExactly(7L, 8L, 10L, 11L);
        assertThat(audit.decisions()).extracting(WindowDecision::money).containsOnly(RELEASED);
        assertThat(audit.fold().awaitsAudit()).isFalse();
    }

    /** Own window, what accrued (two windows), strike; the FAIL is one below the limit of strikes. */
    @ParameterizedTest
    @CsvSource({
        "PASS,         450,   0, false",
        "UNSERVED,     300, 150, true",
        "FAIL,           0, 450, true",
        "MISSING,        0, 450, true",
        "VOID,           0, 450, false",
        "UNCHALLENGED,   0,   0, false",
        "WAIVED,         0,   0, false",
    })
    void decidesByWhatTheAuditFound(WindowOutcome outcome, long released, long refunded, boolean strike) {
        Folded audit = step(run(start, PASS, PASS), outcome, true);
        assertMoney(audit.fold(), released, refunded);
        assertThat(audit.strike()).isEqualTo(strike);
    }

    @Test
    void goesOnAccruingWhenAnAuditWasNotJudged() {
        OrderFold fold = step(run(start, PASS), WAIVED, true).fold();
        assertThat(fold.accrued()).extracting(WindowDecision::epoch).containsExactly(7L);
        assertMoney(step(run(fold, PASS), PASS, true).fold(), 600, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSERVED", "FAIL", "MISSING", "VOID"})
    void refundsOnlyTheOwnWindowOfARoundThatWasNoAudit(WindowOutcome outcome) {
        OrderFold fold = run(start, PASS, outcome);
        assertMoney(fold, 0, 150);
        assertThat(fold.accrued()).extracting(WindowDecision::epoch).containsExactly(7L);
    }

    @Test
    void letsAGapAccrueByThePassRightAfterIt() {
        OrderFold gap = run(start, UNCHALLENGED, WAIVED);
        assertThat(gap.carried()).extracting(WindowDecision::money).containsOnly(CARRIED);
        Folded pass = step(gap, PASS, false);
        assertMoney(pass.fold(), 0, 0);
        assertThat(pass.decisions()).extracting(WindowDecision::money).containsExactly(ACCRUED, ACCRUED, ACCRUED);
        assertMoney(step(pass.fold(), PASS, true).fold(), 600, 0);
        assertMoney(step(gap, PASS, true).fold(), 450, 0);
        assertMoney(step(gap, UNSERVED, true).fold(), 0, 450);
    }

    @Test
    void keepsWhatAccruedOverAHold() {
        Folded held = (Folded) run(start, PASS, UNCHALLENGED).hold(9);
        assertMoney(held.fold(), 0, 150);
        assertMoney(step(held.fold(), PASS, true).fold(), 300, 150);
    }

    @Test
    void countsReleasedWindowsAsPaidAndAFailedAuditAsOneUnpaid() {
        OrderFold failing = step(run(start, PASS, PASS, PASS), MISSING, true).fold();
        assertThat(failing.streak().unpaidInARow()).isEqualTo(1);
        assertThat(failing.streak().recentUnpaid()).isEqualTo(1);
        OrderFold waiting = run(failing, PASS, PASS);
        assertThat(waiting.streak().unpaidInARow()).isEqualTo(1);
        OrderFold passed = step(waiting, PASS, true).fold();
        assertThat(passed.streak().unpaidInARow()).isZero();
        assertThat(passed.streak().recentUnpaid()).isEqualTo(0b1000);
        OrderFold unserved = step(waiting, UNSERVED, true).fold();
        assertThat(unserved.streak().unpaidInARow()).isEqualTo(1);
        assertThat(unserved.streak().recentUnpaid()).isEqualTo(0b1001);
    }

    @Test
    void asksNothingOfAnOrderThatHasItsDeviceAlone() {
        OrderFold alone = OrderFold.start(TERMS, Mode.EXCLUSIVE);
        assertThat(step(alone, PASS, true)).isEqualTo(step(alone, PASS, false));
        assertThat(step(alone, MISSING, true)).isEqualTo(step(alone, MISSING, false));
        assertMoney(step(alone, PASS, false).fold(), 150, 0);
    }

    @Test
    void decidesAfterTheEndWithoutAWindowOfItsOwn() {
        OrderFold ended = run(start.endAt(30), PASS, PASS);
        assertThat(ended.termOver()).isTrue();
        assertThat(ended.finish()).isEqualTo(new Refused(Reason.AUDIT_OPEN, 9));
        Folded waiting = step(ended, MISSING, false);
        assertThat(waiting.decisions()).isEmpty();
        assertThat(waiting.strike()).isFalse();
        assertThat(waiting.fold().streak()).isEqualTo(ended.streak());

        Folded passed = step(waiting.fold(), PASS, true);
        assertMoney(passed.fold(), 300, 0);
        assertThat(passed.decisions()).extracting(WindowDecision::epoch).containsExactly(7L, 8L);
        assertMoney(((Folded) passed.fold().finish()).fold(), 300, 1250);

        Folded failed = step(waiting.fold(), FAIL, true);
        assertMoney(failed.fold(), 0, 300);
        assertThat(failed.strike()).isFalse();
        assertThat(failed.fold().fold(11, PASS)).isEqualTo(new Refused(Reason.TERM_OVER, 11));
        assertMoney(((Folded) failed.fold().finish()).fold(), 0, 1550);
    }

    @Test
    void refundsAfterTheLastEpochInWhichAnAuditCouldHaveBeen() {
        OrderFold fold = run(start.endAt(15), PASS);
        for (int epoch = 1; epoch < AuditRule.EPOCHS_AFTER_END; epoch++) {
            fold = step(fold, epoch % 2 == 0 ? PASS : WAIVED, false).fold();
        }
        assertMoney(fold, 0, 0);
        assertMoney(step(fold, PASS, true).fold(), 150, 0);
        assertMoney(step(fold, PASS, false).fold(), 0, 150);
        assertMoney(step(fold, UNCHALLENGED, true).fold(), 0, 150);
    }

    @Test
    void refundsAGapBeforeTheEndWhateverTheAuditAfterItSays() {
        OrderFold ended = run(start.endAt(30), PASS, UNCHALLENGED);
        OrderFold closed = ((Folded) step(ended, PASS, true).fold().finish()).fold();
        assertMoney(closed, 150, 1400);
    }

    @Test
    void needsNoAuditAfterAnEndAtWhichNothingWaits() {
        OrderFold ended = step(run(start.endAt(30), PASS), PASS, true).fold();
        assertMoney(((Folded) ended.finish()).fold(), 300, 1250);
        assertThat(ended.hold(9)).isEqualTo(new Refused(Reason.TERM_OVER, 9));
    }

    @Test
    void survivesJsonSoThatItCanBeStored() throws Exception {
        ObjectMapper json = new ObjectMapper();
        OrderFold fold = run(start.endAt(30), PASS, PASS, PASS);
        assertThat(fold.epochsAfterEnd()).isEqualTo(1);
        assertThat(json.readValue(json.writeValueAsString(fold), OrderFold.class))
                .isEqualTo(fold);
    }
}
