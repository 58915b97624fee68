package org.computingpower.terms.money;

import java.util.ArrayList;
import java.util.List;
import org.computingpower.terms.TokenAmount;

/** One step of an {@link OrderFold} while it is made: puts windows where they go and remembers what was decided, in epoch order. */
final class FoldStep {

    private final OrderFold before;
    private final List<WindowDecision> decisions = new ArrayList<>();
    private final List<WindowDecision> carried;
    private final List<WindowDecision> accrued;
    private TokenAmount released;
    private TokenAmount refunded;
    private long accruedSeconds;
    private int gapLength;
    private int epochsAfterEnd;

    FoldStep(OrderFold before) {
        this.before = before;
        this.carried = new ArrayList<>(before.carried());
        this.accrued = new ArrayList<>(before.accrued());
        this.released = before.releasedCum();
        this.refunded = before.refundedCum();
        this.accruedSeconds = before.accruedSeconds();
        this.epochsAfterEnd = before.epochsAfterEnd();
    }

    /** Decides about everything that waits for an audit. */
    FoldStep accrued(WindowMoney money) {
        return decideAll(accrued, money);
    }

    /** Decides about everything that waits for the epoch after a gap. */
    FoldStep carried(WindowMoney money) {
        return decideAll(carried, money);
    }

    /** Folds the epoch's own window. */
    FoldStep own(WindowDecision window, WindowMoney money) {
        accruedSeconds = window.toSeconds();
        decide(window, money);
        return this;
    }

    /** The gap goes on; every other step ends it. */
    FoldStep inGap(int length) {
        gapLength = length;
        return this;
    }

    /** The order's service was over in this epoch. */
    FoldStep afterEnd() {
        epochsAfterEnd++;
        return this;
    }

    FoldResult.Folded folded(Streak streak, boolean strike) {
        return new FoldResult.Folded(next(before.nextEpoch() + 1, refunded, streak, false), decisions, strike);
    }

    FoldResult.Folded closed() {
        TokenAmount rest = before.terms().totalPrice().minus(released);
        return new FoldResult.Folded(next(before.nextEpoch(), rest, before.streak(), true), decisions, false);
    }

    private FoldStep decideAll(List<WindowDecision> waiting, WindowMoney money) {
        List<WindowDecision> windows = List.copyOf(waiting);
        waiting.clear();
        windows.forEach(window -> decide(window, money));
        return this;
    }

    private void decide(WindowDecision window, WindowMoney money) {
        WindowDecision decided = window.decided(money);
        decisions.add(decided);
        switch (money) {
            case RELEASED -> released = released.plus(window.worth());
            case REFUNDED -> refunded = refunded.plus(window.worth());
            case CARRIED -> carried.add(decided);
            case ACCRUED -> accrued.add(decided);
        }
    }

    private OrderFold next(long nextEpoch, TokenAmount refundedCum, Streak streak, boolean closed) {
        return new OrderFold(
                before.terms(),
                before.shared(),
                nextEpoch,
                accruedSeconds,
                before.endSeconds(),
                released,
                refundedCum,
                carried,
                gapLength,
                accrued,
                epochsAfterEnd,
                streak,
                closed);
    }
}
