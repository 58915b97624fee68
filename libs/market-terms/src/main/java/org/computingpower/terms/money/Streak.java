package org.computingpower.terms.money;

/**
 * How an order's node has been doing. Carried windows and those that wait for an audit say nothing about it and leave it as it is; those that an
 * audit releases are paid windows, and a failed audit is one unpaid window however much it refunds: one lost round ends no order.
 *
 * @param unpaidInARow unpaid windows since the last paid one
 * @param strikesInARow strikes since the last paid window
 * @param recentUnpaid one bit per recent decided window, lowest bit last, set if it was unpaid
 * @param termination whether a limit is reached
 */
public record Streak(int unpaidInARow, int strikesInARow, long recentUnpaid, Termination termination) {

    /** Before the first window. */
    public static final Streak NONE = new Streak(0, 0, 0, Termination.NONE);

    /** Which limit of unpaid windows is reached. An order for which one is reached is to end as PROVIDER_FAULT. */
    public enum Termination {
        /** None. */
        NONE,
        /** Too many unpaid windows in a row. */
        UNPAID_IN_A_ROW,
        /** Too many unpaid windows among the recent ones. */
        UNPAID_OF_RECENT
    }

    /** After so many paid windows; none leave it as it is. */
    Streak paid(int windows, BillingLimits limits) {
        Streak next = this;
        // More than the recent ones leave nothing of what was before.
        for (int i = 0; i < Math.min(windows, limits.recentWindows()); i++) {
            next = of(0, 0, next.push(0, limits), limits);
        }
        return next;
    }

    Streak unpaid(boolean strike, BillingLimits limits) {
        return of(unpaidInARow + 1, strikesInARow + (strike ? 1 : 0), push(1, limits), limits);
    }

    private long push(long bit, BillingLimits limits) {
        return ((recentUnpaid << 1) | bit) & (-1L >>> (Long.SIZE - limits.recentWindows()));
    }

    private static Streak of(int unpaidInARow, int strikesInARow, long recentUnpaid, BillingLimits limits) {
        Termination termination = Termination.NONE;
        if (unpaidInARow >= limits.unpaidInARow()) {
            termination = Termination.UNPAID_IN_A_ROW;
        } else if (Long.bitCount(recentUnpaid) >= limits.unpaidOfRecent()) {
            termination = Termination.UNPAID_OF_RECENT;
        }
        return new Streak(unpaidInARow, strikesInARow, recentUnpaid, termination);
    }
}
