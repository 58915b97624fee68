package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.computingpower.terms.money.WindowOutcome.FAIL;
import static org.computingpower.terms.money.WindowOutcome.MISSING;
import static org.computingpower.terms.money.WindowOutcome.PASS;
import static org.computingpower.terms.money.WindowOutcome.UNCHALLENGED;
import static org.computingpower.terms.money.WindowOutcome.UNSERVED;
import static org.computingpower.terms.money.WindowOutcome.VOID;
import static org.computingpower.terms.money.WindowOutcome.WAIVED;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.computingpower.terms.Digests;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.FoldResult.Folded;
import org.computingpower.terms.money.FoldResult.Reason;
import org.computingpower.terms.money.FoldResult.Refused;
import org.computingpower.terms.signed.SettlementItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderFoldTest {

    /** 10 windows of 15 s and one of 5 s at 10 units a second. */
    private static final BillingTerms TERMS =
            new BillingTerms(TokenAmount.of(1550), 155, 500, 15, 7, BillingLimits.STANDARD.with(4, 3));

    private final OrderFold start = OrderFold.start(TERMS);

    private static OrderFold run(OrderFold fold, WindowOutcome... outcomes) {
        OrderFold next = fold;
        for (WindowOutcome outcome : outcomes) {
            next = ((Folded) next.fold(next.nextEpoch(), outcome)).fold();
        }
        return next;
    }

    private static void assertMoney(OrderFold fold, long released, long refunded) {
        assertThat(fold.releasedCum()).isEqualTo(TokenAmount.of(released));
        assertThat(fold.refundedCum()).isEqualTo(TokenAmount.of(refunded));
    }

    @Test
    void releasesAPassedWindow() {
        Folded folded = (Folded) start.fold(7, PASS);
        assertMoney(folded.fold(), 150, 0);
        assertThat(folded.fold().feeCum()).isEqualTo(TokenAmount.of(7));
        assertThat(folded.fold().providerCum()).isEqualTo(TokenAmount.of(143));
        assertThat(folded.fold().remaining()).isEqualTo(TokenAmount.of(1400));
        assertThat(folded.decisions())
                .containsExactly(new WindowDecision(7, 0, 15, PASS, TokenAmount.of(150), WindowMoney.RELEASED));
        assertThat(folded.strike()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSERVED", "FAIL", "MISSING", "VOID"})
    void refundsEveryOtherVerdict(WindowOutcome outcome) {
        OrderFold fold = run(start, outcome);
        assertMoney(fold, 0, 150);
        assertThat(fold.streak().unpaidInARow()).isEqualTo(1);
    }

    @Test
    void strikesForUnservedAndMissingAndForAFailBelowTheLimitOnly() {
        assertThat(((Folded) start.fold(7, UNSERVED)).strike()).isTrue();
        assertThat(((Folded) start.fold(7, MISSING)).strike()).isTrue();
        assertThat(((Folded) start.fold(7, FAIL, true, false)).strike()).isTrue();
        assertThat(((Folded) start.fold(7, FAIL, false, false)).strike()).isFalse();
        assertThat(((Folded) start.fold(7, VOID, true, false)).strike()).isFalse();
        assertThat(((Folded) start.fold(7, UNCHALLENGED, true, false)).strike()).isFalse();
        OrderFold two = run(start, MISSING, FAIL, MISSING);
        assertThat(two.streak().strikesInARow()).isEqualTo(2);
        assertThat(two.streak().unpaidInARow()).isEqualTo(3);
        assertThat(run(two, PASS).streak().strikesInARow()).isZero();
    }

    @Test
    void releasesCarriedWindowsByAPassRightAfterTheGap() {
        OrderFold gap = run(start, PASS, UNCHALLENGED, WAIVED, UNCHALLENGED);
        assertMoney(gap, 150, 0);
        assertThat(gap.carried()).extracting(WindowDecision::epoch).containsExactly(8L, 9L, 10L);
        Folded folded = (Folded) gap.fold(11, PASS);
        assertMoney(folded.fold(), 750, 0);
        assertThat(folded.decisions()).extracting(WindowDecision::epoch).containsExactly(8L, 9L, 10L, 11L);
        assertThat(folded.decisions()).extracting(WindowDecision::money).containsOnly(WindowMoney.RELEASED);
        assertThat(folded.fold().carried()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSERVED", "FAIL", "MISSING", "VOID"})
    void refundsCarriedWindowsByAnythingElseAfterTheGap(WindowOutcome outcome) {
        OrderFold gap = run(start, UNCHALLENGED, WAIVED, outcome);
        assertMoney(gap, 0, 450);
        assertMoney(run(gap, PASS), 150, 450);
    }

    @Test
    void refundsTheFourthWindowOfAGapAndKeepsTheFirstThree() {
        OrderFold gap = run(start, UNCHALLENGED, UNCHALLENGED, WAIVED, WAIVED, UNCHALLENGED);
        assertMoney(gap, 0, 300);
        assertThat(gap.carried()).hasSize(3);
        assertMoney(run(gap, PASS), 600, 300);
    }

    @Test
    void countsACapForEachGap() {
        OrderFold fold = run(start, UNCHALLENGED, WAIVED, WAIVED, PASS, UNCHALLENGED, UNCHALLENGED, WAIVED, PASS);
        assertMoney(fold, 1200, 0);
    }

    @Test
    void leavesTheStreakAsItIsForCarriedWindows() {
        OrderFold fold = run(start, MISSING, MISSING, UNCHALLENGED, MISSING);
        assertThat(fold.streak().unpaidInARow()).isEqualTo(3);
        assertThat(run(fold, WAIVED, MISSING).streak().termination()).isEqualTo(Streak.Termination.UNPAID_IN_A_ROW);
    }

    @Test
    void advisesToEndAtTheLimitInARowAndNotBefore() {
        assertThat(run(start, MISSING, MISSING, MISSING).streak().termination()).isEqualTo(Streak.Termination.NONE);
        assertThat(run(start, MISSING, FAIL, VOID, UNSERVED).streak().termination())
                .isEqualTo(Streak.Termination.UNPAID_IN_A_ROW);
        assertThat(run(start, MISSING, MISSING, MISSING, PASS, MISSING).streak().termination())
                .isEqualTo(Streak.Termination.NONE);
    }

    @Test
    void advisesToEndWhenSixteenOfTwentyFourAreUnpaid() {
        OrderFold fold = OrderFold.start(new BillingTerms(TokenAmount.of(1000), 1000, 0, 1, 0, BillingLimits.STANDARD));
        for (int i = 0; i < 7; i++) {
            fold = run(fold, MISSING, MISSING, PASS);
        }
        fold = run(fold, PASS, MISSING);
        assertThat(Long.bitCount(fold.streak().recentUnpaid())).isEqualTo(15);
        assertThat(fold.streak().termination()).isEqualTo(Streak.Termination.NONE);
        fold = run(fold, MISSING);
        assertThat(fold.streak().termination()).isEqualTo(Streak.Termination.UNPAID_OF_RECENT);
        for (int i = 0; i < 24; i++) {
            fold = run(fold, PASS);
        }
        assertThat(fold.streak()).isEqualTo(Streak.NONE);
    }

    @Test
    void chargesNothingForHeldEpochsAndEndsAGap() {
        OrderFold gap = run(start, PASS, UNCHALLENGED);
        Folded held = (Folded) gap.hold(9);
        assertMoney(held.fold(), 150, 150);
        assertThat(held.decisions()).extracting(WindowDecision::money).containsExactly(WindowMoney.REFUNDED);
        assertThat(held.fold().accruedSeconds()).isEqualTo(30);
        OrderFold resumed = run(((Folded) held.fold().hold(10)).fold(), PASS);
        assertMoney(resumed, 300, 150);
        assertThat(resumed.nextEpoch()).isEqualTo(12);
    }

    @Test
    void endsWithTheLastPartialWindowAndAddsUpToThePrice() {
        OrderFold fold = run(start, PASS, PASS, PASS, PASS, PASS, PASS, PASS, PASS, MISSING, PASS);
        assertThat(fold.termOver()).isFalse();
        Folded last = (Folded) fold.fold(17, PASS);
        assertThat(last.decisions())
                .containsExactly(new WindowDecision(17, 150, 155, PASS, TokenAmount.of(50), WindowMoney.RELEASED));
        assertThat(last.fold().termOver()).isTrue();
        OrderFold closed = ((Folded) last.fold().finish()).fold();
        assertMoney(closed, 1400, 150);
        assertThat(closed.remaining()).isEqualTo(TokenAmount.ZERO);
        assertThat(closed.closed()).isTrue();
    }

    @Test
    void refundsWhatIsCarriedAtTheEnd() {
        OrderFold ended = run(run(start, PASS).endAt(45), UNCHALLENGED, WAIVED);
        Folded closed = (Folded) ended.finish();
        assertMoney(closed.fold(), 150, 1400);
        assertThat(closed.decisions()).extracting(WindowDecision::epoch).containsExactly(8L, 9L);
        assertThat(closed.decisions()).extracting(WindowDecision::money).containsOnly(WindowMoney.REFUNDED);
    }

    @Test
    void cutsTheLastWindowOfAnOrderThatEndsEarly() {
        OrderFold ended = run(start, PASS).endAt(21);
        assertThat(((Refused) ended.finish()).reason()).isEqualTo(Reason.WINDOWS_OPEN);
        OrderFold served = run(ended, PASS);
        assertMoney(served, 210, 0);
        assertMoney(((Folded) served.finish()).fold(), 210, 1340);
    }

    @Test
    void neverEndsBeforeWhatIsFoldedNorLaterThanBefore() {
        OrderFold fold = run(start, PASS);
        assertThat(fold.endAt(3).endSeconds()).isEqualTo(15);
        assertThat(fold.endAt(40).endAt(100).endSeconds()).isEqualTo(40);
        assertThat(fold.endAt(1000).endSeconds()).isEqualTo(155);
    }

    @Test
    void refundsAnOrderThatNeverBegan() {
        OrderFold closed = ((Folded) start.endAt(0).finish()).fold();
        assertMoney(closed, 0, 1550);
        OrderId orderId = new OrderId(Digests.keccak256OfText("order"));
        assertThat(closed.settlementItem(orderId))
                .isEqualTo(new SettlementItem(orderId, TokenAmount.ZERO, TokenAmount.of(1550), true));
    }

    @Test
    void refusesDuplicatesGapsAndEpochsAfterTheEnd() {
        OrderFold fold = run(start, PASS);
        assertThat(fold.fold(7, PASS)).isEqualTo(new Refused(Reason.ALREADY_FOLDED, 8));
        assertThat(fold.hold(7)).isEqualTo(new Refused(Reason.ALREADY_FOLDED, 8));
        assertThat(fold.fold(9, PASS)).isEqualTo(new Refused(Reason.EPOCH_MISSING, 8));
        OrderFold ended = fold.endAt(15);
        assertThat(ended.fold(8, PASS)).isEqualTo(new Refused(Reason.TERM_OVER, 8));
        OrderFold closed = ((Folded) ended.finish()).fold();
        assertThat(closed.fold(8, PASS)).isEqualTo(new Refused(Reason.CLOSED, 8));
        assertThat(closed.finish()).isEqualTo(new Refused(Reason.CLOSED, 8));
        assertThat(closed.endAt(0)).isEqualTo(closed);
    }

    @Test
    void findsTheServiceSecondOfAnInstant() {
        EpochClock clock = EpochClock.ofSeconds(1_700_000_000, 15);
        OrderFold fold = run(start, PASS);
        Instant windowStart = clock.startOf(8);
        assertThat(fold.serviceSecondAt(windowStart.minusSeconds(3), clock)).isEqualTo(15);
        assertThat(fold.serviceSecondAt(windowStart.plusMillis(6_999), clock)).isEqualTo(21);
        assertThat(fold.serviceSecondAt(windowStart.plusSeconds(9_999), clock)).isEqualTo(155);
    }

    @Test
    void refusesAStateWhoseAmountsDoNotAddUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrderFold(
                        TERMS,
                        false,
                        8,
                        15,
                        155,
                        TokenAmount.of(151),
                        TokenAmount.ZERO,
                        List.of(),
                        0,
                        List.of(),
                        0,
                        Streak.NONE,
                        false));
    }

    @Test
    void survivesJsonSoThatItCanBeStored() throws Exception {
        ObjectMapper json = new ObjectMapper();
        OrderFold fold = run(start, PASS, MISSING, UNCHALLENGED).endAt(90);
        assertThat(json.readValue(json.writeValueAsString(fold), OrderFold.class))
                .isEqualTo(fold);
    }
}
