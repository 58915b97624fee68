package org.computingpower.terms.money;

import org.computingpower.terms.TokenAmount;

/**
 * What became of one window. One that is carried or has accrued is decided again: first {@code CARRIED}, then {@code ACCRUED} where the order
 * shares its device, at last once and for all.
 *
 * @param epoch the epoch of the window
 * @param fromSeconds service second at which it begins
 * @param toSeconds service second at which it ends, greater than the begin
 * @param outcome what the epoch was for the node
 * @param worth A(to) - A(from), base units
 * @param money where the worth goes
 */
public record WindowDecision(
        long epoch, long fromSeconds, long toSeconds, WindowOutcome outcome, TokenAmount worth, WindowMoney money) {

    /**
     * @throws IllegalArgumentException if the window is empty
     */
    public WindowDecision {
        if (fromSeconds < 0 || toSeconds <= fromSeconds) {
            throw new IllegalArgumentException("A window has a length. Found " + fromSeconds + " to " + toSeconds);
        }
    }

    WindowDecision decided(WindowMoney decision) {
        return new WindowDecision(epoch, fromSeconds, toSeconds, outcome, worth, decision);
    }
}
