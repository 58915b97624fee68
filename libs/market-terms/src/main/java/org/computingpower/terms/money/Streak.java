package org.computingpower.terms.money;

/**
 * How an order's node has been doing. Carried windows say nothing about it and leave it as it is.
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

    Streak paid(BillingLimits limits) {
        return of(0, 0, push(0, limits), limits);
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
