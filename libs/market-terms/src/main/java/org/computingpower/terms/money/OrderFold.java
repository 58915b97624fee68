package org.computingpower.terms.money;

import java.time.Instant;
import java.util.List;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.FoldResult.Reason;
import org.computingpower.terms.money.FoldResult.Refused;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.SettlementItem;

/**
 * The money of one order as a pure fold over the outcomes of its epochs, in epoch order: the single definition that the
 * ledger and every co-signing validator compute. Immutable.
 *
 * <p>Guarantees: {@code released + refunded + carried + accrued = A(accruedSeconds)} after every step and
 * {@code released + refunded = T} when closed; both cumulative amounts only grow; an epoch counts once.
 *
 * <p>UNCHALLENGED and WAIVED windows are carried, the first {@code limits.carry} of a gap; the windows of the gap beyond
 * them are refunded. A PASS in the very next epoch decides about what is carried as about its own window; any other epoch,
 * a held one included, and the end of the order refund it.
 *
 * <p>Where the order shares its device, a PASS accrues. The next audit that is judged decides about all that accrued: a node
 * that proved its whole power (PASS, or UNSERVED) is released it, one that did not (FAIL, MISSING, VOID) loses it. An epoch
 * without a judgment is no audit. After the end of service the epochs that follow decide about nothing but that, and the
 * {@link AuditRule#EPOCHS_AFTER_END}th of them refunds it.
 *
 * @param terms what does not change
 * @param shared whether solver and tenant share the device, so that a PASS waits for an audit
 * @param nextEpoch the epoch that is folded next
 * @param accruedSeconds service seconds folded so far
 * @param endSeconds service second at which the order ends: its duration unless it ends early
 * @param releasedCum released so far, gross
 * @param refundedCum refunded so far
 * @param carried windows of the present gap that wait for the epoch after it
 * @param gapLength windows in a row without a verdict, just before {@code nextEpoch}
 * @param accrued windows that wait for an audit, in epoch order
 * @param epochsAfterEnd epochs folded since every service second was folded
 * @param streak how the node has been doing
 * @param closed whether the money is final
 */
public record OrderFold(
        BillingTerms terms,
        boolean shared,
        long nextEpoch,
        long accruedSeconds,
        long endSeconds,
        TokenAmount releasedCum,
        TokenAmount refundedCum,
        List<WindowDecision> carried,
        int gapLength,
        List<WindowDecision> accrued,
        int epochsAfterEnd,
        Streak streak,
        boolean closed) {

    /**
     * @throws IllegalArgumentException if the amounts do not add up
     */
    public OrderFold {
        carried = List.copyOf(carried);
        accrued = List.copyOf(accrued);
        if (accruedSeconds > endSeconds || endSeconds > terms.durationSeconds()) {
            throw new IllegalArgumentException("An order ends within its duration");
        }
        if (closed && !(carried.isEmpty() && accrued.isEmpty())) {
            throw new IllegalArgumentException("A closed order carries nothing");
        }
        TokenAmount decided = releasedCum.plus(refundedCum).plus(worth(carried)).plus(worth(accrued));
        TokenAmount expected = closed ? terms.totalPrice() : terms.windows().accruedAt(accruedSeconds);
        if (!decided.equals(expected)) {
            throw new IllegalArgumentException(
                    "Released, refunded, carried and accrued are " + decided + " of " + expected);
        }
    }

    /** An order before its first epoch whose node is the user's alone. */
    public static OrderFold start(BillingTerms terms) {
        return start(terms, Mode.EXCLUSIVE);
    }

    /** An order before its first epoch. */
    public static OrderFold start(BillingTerms terms, Mode mode) {
        return new OrderFold(
                terms,
                mode == Mode.SHARED,
                terms.firstEpoch(),
                0,
                terms.durationSeconds(),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                List.of(),
                0,
                List.of(),
                0,
                Streak.NONE,
                false);
    }

    /** Folds the outcome of the next epoch, where a FAIL is no strike and nobody is audited. */
    public FoldResult fold(long epoch, WindowOutcome outcome) {
        return fold(epoch, outcome, false, false);
    }

    /**
     * Folds the outcome of the next epoch.
     *
     * @param epoch must be {@link #nextEpoch()}; others are refused
     * @param outcome what the epoch was for the order's node
     * @param rateBelowStrikeLimit whether the measured rate was below 0.85 of the rated one, which makes a FAIL a strike
     * @param audit whether it was an audit epoch; asks nothing of an order that has its device alone
     */
    public FoldResult fold(long epoch, WindowOutcome outcome, boolean rateBelowStrikeLimit, boolean audit) {
        if (epoch != nextEpoch || closed || (termOver() && !awaitsAudit())) {
            return refuse(epoch);
        }
        if (termOver()) {
            return afterEnd(outcome, audit);
        }
        long to = Math.min(accruedSeconds + terms.windowSeconds(), endSeconds);
        TokenAmount worth = terms.windows().worth(accruedSeconds, to);
        WindowDecision window = new WindowDecision(epoch, accruedSeconds, to, outcome, worth, WindowMoney.CARRIED);
        return switch (outcome) {
            case PASS -> shared && !audit ? accrue(window) : release(window);
            case UNSERVED -> refund(window, true, audit ? WindowMoney.RELEASED : WindowMoney.ACCRUED);
            case MISSING -> refund(window, true, audit ? WindowMoney.REFUNDED : WindowMoney.ACCRUED);
            case FAIL -> refund(window, rateBelowStrikeLimit, audit ? WindowMoney.REFUNDED : WindowMoney.ACCRUED);
            case VOID -> refund(window, false, audit ? WindowMoney.REFUNDED : WindowMoney.ACCRUED);
            case UNCHALLENGED, WAIVED -> carry(window);
        };
    }

    /**
     * Skips the next epoch because the order is held (its node is not trusted): nothing is charged, the service clock
     * stands still, a gap just before it ends unproven, and what accrued goes on waiting.
     */
    public FoldResult hold(long epoch) {
        return epoch != nextEpoch || closed || termOver()
                ? refuse(epoch)
                : new FoldStep(this).carried(WindowMoney.REFUNDED).folded(streak, false);
    }

    /**
     * Ends the order early at a service second; its last window ends there. A second that is folded already cannot be
     * taken back: then the order ends where the fold stands. An end is never moved later, and a closed order stays.
     */
    public OrderFold endAt(long serviceSecond) {
        long end = Math.min(endSeconds, Math.max(accruedSeconds, serviceSecond));
        return new OrderFold(
                terms,
                shared,
                nextEpoch,
                accruedSeconds,
                closed ? endSeconds : end,
                releasedCum,
                refundedCum,
                carried,
                gapLength,
                accrued,
                epochsAfterEnd,
                streak,
                closed);
    }

    /**
     * Closes an order whose service seconds up to its end are all folded and whose last audit is over: what is carried and
     * what was never served goes back to the user, so that released + refunded = T.
     */
    public FoldResult finish() {
        if (closed) {
            return new Refused(Reason.CLOSED, nextEpoch);
        }
        if (accruedSeconds < endSeconds) {
            return new Refused(Reason.WINDOWS_OPEN, nextEpoch);
        }
        return awaitsAudit()
                ? new Refused(Reason.AUDIT_OPEN, nextEpoch)
                : new FoldStep(this).carried(WindowMoney.REFUNDED).closed();
    }

    /**
     * The whole service seconds reached at an instant if no epoch from {@link #nextEpoch()} up to it is held; never less
     * than what is folded and never more than the end.
     */
    public long serviceSecondAt(Instant instant, EpochClock clock) {
        long since = instant.getEpochSecond() - clock.startOf(nextEpoch).getEpochSecond();
        return Math.min(endSeconds, accruedSeconds + Math.max(0, since));
    }

    /** Whether every service second up to the end is folded, so that {@link #finish()} is due unless it {@link #awaitsAudit()}. */
    public boolean termOver() {
        return accruedSeconds == endSeconds;
    }

    /** Whether windows wait for an audit. */
    public boolean awaitsAudit() {
        return !accrued.isEmpty();
    }

    /** The fee of all that is released. */
    public TokenAmount feeCum() {
        return terms.fees().fee(releasedCum);
    }

    /** What of the released is the provider's. */
    public TokenAmount providerCum() {
        return terms.fees().provider(releasedCum);
    }

    /** What of the total price is neither released nor refunded, carried and accrued windows included. */
    public TokenAmount remaining() {
        return terms.totalPrice().minus(releasedCum).minus(refundedCum);
    }

    /** This order's item of a settlement batch. */
    public SettlementItem settlementItem(OrderId orderId) {
        return new SettlementItem(orderId, releasedCum, refundedCum, closed);
    }

    private FoldResult refuse(long epoch) {
        Reason reason = Reason.EPOCH_MISSING;
        if (epoch < nextEpoch) {
            reason = Reason.ALREADY_FOLDED;
        } else if (closed) {
            reason = Reason.CLOSED;
        } else if (termOver()) {
            reason = Reason.TERM_OVER;
        }
        return new Refused(reason, nextEpoch);
    }

    private FoldResult release(WindowDecision window) {
        return new FoldStep(this)
                .accrued(WindowMoney.RELEASED)
                .carried(WindowMoney.RELEASED)
                .own(window, WindowMoney.RELEASED)
                .folded(streak.paid(provenInAccrued() + 1, terms.limits()), false);
    }

    private FoldResult accrue(WindowDecision window) {
        return new FoldStep(this)
                .carried(WindowMoney.ACCRUED)
                .own(window, WindowMoney.ACCRUED)
                .folded(streak, false);
    }

    private FoldResult refund(WindowDecision window, boolean strike, WindowMoney ofAccrued) {
        FoldStep step = new FoldStep(this);
        Streak known = streak;
        if (ofAccrued != WindowMoney.ACCRUED) {
            step.accrued(ofAccrued);
        }
        if (ofAccrued == WindowMoney.RELEASED) {
            known = streak.paid(provenInAccrued(), terms.limits());
        }
        return step.carried(WindowMoney.REFUNDED)
                .own(window, WindowMoney.REFUNDED)
                .folded(known.unpaid(strike, terms.limits()), strike);
    }

    private FoldResult carry(WindowDecision window) {
        int gap = gapLength + 1;
        WindowMoney money = gap > terms.limits().carry() ? WindowMoney.REFUNDED : WindowMoney.CARRIED;
        return new FoldStep(this).own(window, money).inGap(gap).folded(streak, false);
    }

    /** No window and no strike: only what accrued is decided about. A gap before the end stays refunded by it. */
    private FoldResult afterEnd(WindowOutcome outcome, boolean audit) {
        FoldStep step = new FoldStep(this).inGap(gapLength).afterEnd();
        boolean judged = outcome != WindowOutcome.UNCHALLENGED && outcome != WindowOutcome.WAIVED;
        if (audit && judged) {
            boolean proven = outcome == WindowOutcome.PASS || outcome == WindowOutcome.UNSERVED;
            step.accrued(proven ? WindowMoney.RELEASED : WindowMoney.REFUNDED);
        } else if (epochsAfterEnd + 1 >= AuditRule.EPOCHS_AFTER_END) {
            step.accrued(WindowMoney.REFUNDED);
        }
        return step.folded(streak, false);
    }

    private int provenInAccrued() {
        return Math.toIntExact(accrued.stream()
                .filter(window -> window.outcome() == WindowOutcome.PASS)
                .count());
    }

    private static TokenAmount worth(List<WindowDecision> windows) {
        return windows.stream().map(WindowDecision::worth).reduce(TokenAmount.ZERO, TokenAmount::plus);
    }
}
