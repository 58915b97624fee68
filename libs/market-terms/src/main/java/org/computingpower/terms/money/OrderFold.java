package org.computingpower.terms.money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.FoldResult.Folded;
import org.computingpower.terms.money.FoldResult.Reason;
import org.computingpower.terms.money.FoldResult.Refused;
import org.computingpower.terms.signed.SettlementItem;

/**
 * The money of one order as a pure fold over the outcomes of its epochs, in epoch order: the single definition that the
 * ledger and every co-signing validator compute. Immutable.
 *
 * <p>Guarantees: {@code released + refunded + carried = A(accruedSeconds)} after every step and
 * {@code released + refunded = T} when closed; both cumulative amounts only grow; an epoch counts once.
 *
 * <p>UNCHALLENGED and WAIVED windows are carried, the first {@code limits.carry} of a gap; the windows of the gap beyond
 * them are refunded. A PASS in the very next epoch releases what is carried; any other epoch, a held one included, and
 * the end of the order refund it.
 *
 * @param terms what does not change
 * @param nextEpoch the epoch that is folded next
 * @param accruedSeconds service seconds folded so far
 * @param endSeconds service second at which the order ends: its duration unless it ends early
 * @param releasedCum released so far, gross
 * @param refundedCum refunded so far
 * @param carried windows of the present gap that wait for the epoch after it
 * @param gapLength windows in a row without a verdict, just before {@code nextEpoch}
 * @param streak how the node has been doing
 * @param closed whether the money is final
 */
public record OrderFold(
        BillingTerms terms,
        long nextEpoch,
        long accruedSeconds,
        long endSeconds,
        TokenAmount releasedCum,
        TokenAmount refundedCum,
        List<WindowDecision> carried,
        int gapLength,
        Streak streak,
        boolean closed) {

    /**
     * @throws IllegalArgumentException if the amounts do not add up
     */
    public OrderFold {
        carried = List.copyOf(carried);
        if (accruedSeconds > endSeconds || endSeconds > terms.durationSeconds() || (closed && !carried.isEmpty())) {
            throw new IllegalArgumentException("An order ends within its duration and carries nothing when closed");
        }
        TokenAmount decided = releasedCum.plus(refundedCum).plus(worth(carried));
        TokenAmount expected = closed ? terms.totalPrice() : terms.windows().accruedAt(accruedSeconds);
        if (!decided.equals(expected)) {
            throw new IllegalArgumentException("Released, refunded and carried are " + decided + " of " + expected);
        }
    }

    /** An order before its first epoch. */
    public static OrderFold start(BillingTerms terms) {
        return new OrderFold(
                terms,
                terms.firstEpoch(),
                0,
                terms.durationSeconds(),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                List.of(),
                0,
                Streak.NONE,
                false);
    }

    /** Folds the outcome of the next epoch, where a FAIL is no strike. */
    public FoldResult fold(long epoch, WindowOutcome outcome) {
        return fold(epoch, outcome, false);
    }

    /**
     * Folds the outcome of the next epoch.
     *
     * @param epoch must be {@link #nextEpoch()}; others are refused
     * @param outcome what the epoch was for the order's node
     * @param rateBelowStrikeLimit whether the measured rate was below 0.85 of the rated one, which makes a FAIL a strike
     */
    public FoldResult fold(long epoch, WindowOutcome outcome, boolean rateBelowStrikeLimit) {
        if (epoch != nextEpoch || closed || accruedSeconds == endSeconds) {
            return refuse(epoch);
        }
        long to = Math.min(accruedSeconds + terms.windowSeconds(), endSeconds);
        TokenAmount worth = terms.windows().worth(accruedSeconds, to);
        WindowDecision window = new WindowDecision(epoch, accruedSeconds, to, outcome, worth, WindowMoney.CARRIED);
        return switch (outcome) {
            case PASS -> decide(window, WindowMoney.RELEASED, streak.paid(terms.limits()), false);
            case UNSERVED, MISSING -> decide(window, WindowMoney.REFUNDED, streak.unpaid(true, terms.limits()), true);
            case FAIL ->
                decide(
                        window,
                        WindowMoney.REFUNDED,
                        streak.unpaid(rateBelowStrikeLimit, terms.limits()),
                        rateBelowStrikeLimit);
            case VOID -> decide(window, WindowMoney.REFUNDED, streak.unpaid(false, terms.limits()), false);
            case UNCHALLENGED, WAIVED -> carry(window);
        };
    }

    /**
     * Skips the next epoch because the order is held (its node is not trusted): nothing is charged, the service clock
     * stands still, and a gap just before it ends unproven.
     */
    public FoldResult hold(long epoch) {
        if (epoch != nextEpoch || closed || accruedSeconds == endSeconds) {
            return refuse(epoch);
        }
        List<WindowDecision> decisions = resolved(WindowMoney.REFUNDED);
        OrderFold held = new OrderFold(
                terms,
                nextEpoch + 1,
                accruedSeconds,
                endSeconds,
                releasedCum,
                refundedCum.plus(worth(carried)),
                List.of(),
                0,
                streak,
                false);
        return new Folded(held, decisions, false);
    }

    /**
     * Ends the order early at a service second; its last window ends there. A second that is folded already cannot be
     * taken back: then the order ends where the fold stands. An end is never moved later, and a closed order stays.
     */
    public OrderFold endAt(long serviceSecond) {
        long end = Math.min(endSeconds, Math.max(accruedSeconds, serviceSecond));
        return new OrderFold(
                terms,
                nextEpoch,
                accruedSeconds,
                closed ? endSeconds : end,
                releasedCum,
                refundedCum,
                carried,
                gapLength,
                streak,
                closed);
    }

    /**
     * Closes an order whose service seconds up to its end are all folded: what is carried and what was never served goes
     * back to the user, so that released + refunded = T.
     */
    public FoldResult finish() {
        if (closed) {
            return new Refused(Reason.CLOSED, nextEpoch);
        }
        if (accruedSeconds < endSeconds) {
            return new Refused(Reason.WINDOWS_OPEN, nextEpoch);
        }
        OrderFold finished = new OrderFold(
                terms,
                nextEpoch,
                accruedSeconds,
                endSeconds,
                releasedCum,
                terms.totalPrice().minus(releasedCum),
                List.of(),
                0,
                streak,
                true);
        return new Folded(finished, resolved(WindowMoney.REFUNDED), false);
    }

    /**
     * The whole service seconds reached at an instant if no epoch from {@link #nextEpoch()} up to it is held; never less
     * than what is folded and never more than the end.
     */
    public long serviceSecondAt(Instant instant, EpochClock clock) {
        long since = instant.getEpochSecond() - clock.startOf(nextEpoch).getEpochSecond();
        return Math.min(endSeconds, accruedSeconds + Math.max(0, since));
    }

    /** Whether every service second up to the end is folded, so that {@link #finish()} is due. */
    public boolean termOver() {
        return accruedSeconds == endSeconds;
    }

    /** The fee of all that is released. */
    public TokenAmount feeCum() {
        return terms.fees().fee(releasedCum);
    }

    /** What of the released is the provider's. */
    public TokenAmount providerCum() {
        return terms.fees().provider(releasedCum);
    }

    /** What of the total price is neither released nor refunded, carried windows included. */
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
        } else if (accruedSeconds == endSeconds) {
            reason = Reason.TERM_OVER;
        }
        return new Refused(reason, nextEpoch);
    }

    private Folded decide(WindowDecision window, WindowMoney money, Streak next, boolean strike) {
        List<WindowDecision> decisions = resolved(money);
        decisions.add(window.decided(money));
        TokenAmount amount = worth(decisions);
        boolean released = money == WindowMoney.RELEASED;
        return new Folded(
                after(
                        window,
                        released ? releasedCum.plus(amount) : releasedCum,
                        released ? refundedCum : refundedCum.plus(amount),
                        List.of(),
                        0,
                        next),
                decisions,
                strike);
    }

    private Folded carry(WindowDecision window) {
        int gap = gapLength + 1;
        if (gap > terms.limits().carry()) {
            WindowDecision refunded = window.decided(WindowMoney.REFUNDED);
            TokenAmount sum = refundedCum.plus(window.worth());
            return new Folded(after(window, releasedCum, sum, carried, gap, streak), List.of(refunded), false);
        }
        List<WindowDecision> more = new ArrayList<>(carried);
        more.add(window);
        return new Folded(after(window, releasedCum, refundedCum, more, gap, streak), List.of(window), false);
    }

    private OrderFold after(
            WindowDecision window,
            TokenAmount released,
            TokenAmount refunded,
            List<WindowDecision> stillCarried,
            int gap,
            Streak next) {
        return new OrderFold(
                terms,
                nextEpoch + 1,
                window.toSeconds(),
                endSeconds,
                released,
                refunded,
                stillCarried,
                gap,
                next,
                false);
    }

    private List<WindowDecision> resolved(WindowMoney money) {
        List<WindowDecision> decisions = new ArrayList<>();
        carried.forEach(window -> decisions.add(window.decided(money)));
        return decisions;
    }

    private static TokenAmount worth(List<WindowDecision> windows) {
        return windows.stream().map(WindowDecision::worth).reduce(TokenAmount.ZERO, TokenAmount::plus);
    }
}
