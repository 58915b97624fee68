package org.computingpower.challenge.domain.beacon;

import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconSecret;

/**
 * Which drand round opens a part of an epoch. Every round that is due within the part's window draws, by its own randomness, with chance one in
 * the number of rounds that are left, itself included: T0 is uniform over the window, nobody knows it before that round, and the last one draws
 * for certain. Empty if no round is due in the window.
 *
 * @param epoch the epoch
 * @param part its part
 * @param first first drand round of the window
 * @param last last drand round of the window; below {@code first} if there is none
 */
public record DrandDraw(long epoch, RoundPart part, long first, long last) {

    /** The draw of a part by a market's rules. */
    public static DrandDraw of(MarketRules rules, long epoch, RoundPart part) {
        long start = rules.startMillis(epoch);
        return new DrandDraw(
                epoch,
                part,
                Quicknet.firstAtOrAfter(start + rules.drawFromMillis(part)),
                Quicknet.firstAtOrAfter(start + rules.drawToMillis(part)) - 1);
    }

    /** Rounds in the window. */
    public long size() {
        return Math.max(0, last - first + 1);
    }

    /**
     * Whether a round draws T0, provided that none before it did: the T0 formula of the commit-reveal beacon over the rounds that are left, with
     * the round's randomness as secret, yields the first of them.
     *
     * @throws IllegalArgumentException if the round is not of this window
     */
    public boolean isDrawn(long round, Hash32 randomness) {
        if (round < first || round > last) {
            throw new IllegalArgumentException("The drand round " + round + " is not in " + first + " to " + last);
        }
        return new BeaconSecret(randomness).roundStartMillis(epoch, part, 0, last - round + 1) == 0;
    }
}
