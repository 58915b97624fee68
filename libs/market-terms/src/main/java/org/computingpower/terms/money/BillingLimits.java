package org.computingpower.terms.money;

/**
 * When an order's unpaid windows end it, and how long a gap without verdicts may be.
 *
 * @param unpaidInARow unpaid windows in a row that end the order, at least 1
 * @param recentWindows how many of the last decided windows are looked at, 1 to 64
 * @param unpaidOfRecent unpaid windows among them that end the order, at least 1
 * @param carry windows of one gap that may be carried, at least 0
 */
public record BillingLimits(int unpaidInARow, int recentWindows, int unpaidOfRecent, int carry) {

    /** 12 in a row, 16 of the last 24, 3 carried. */
    public static final BillingLimits STANDARD = new BillingLimits(12, 24, 16, 3);

    /**
     * @throws IllegalArgumentException if a limit lies outside its bounds
     */
    public BillingLimits {
        if (unpaidInARow < 1 || recentWindows < 1 || recentWindows > Long.SIZE || unpaidOfRecent < 1 || carry < 0) {
            throw new IllegalArgumentException("Billing limits out of bounds");
        }
    }

    /** The same limits with others in a row and carried, the two that a market sets. */
    public BillingLimits with(int otherUnpaidInARow, int otherCarry) {
        return new BillingLimits(otherUnpaidInARow, recentWindows, unpaidOfRecent, otherCarry);
    }
}
