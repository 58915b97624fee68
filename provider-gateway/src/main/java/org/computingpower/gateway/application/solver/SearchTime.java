package org.computingpower.gateway.application.solver;

import java.time.Duration;

/** How long a round is searched. */
final class SearchTime {
    private SearchTime() {}

    /**
     * The window W, because more is not asked for; less if the proof would come too late otherwise.
     *
     * @param windowMillis W, which the target is computed for
     * @param commitDeadlineMillis after the round's start
     * @param reserve between the end of the search and the deadline: for the way of the opening here and of the commit back
     * @return milliseconds from the moment at which the round opened for this node, 0 or more
     */
    static long millis(int windowMillis, int commitDeadlineMillis, Duration reserve) {
        return Math.max(0, Math.min(windowMillis, commitDeadlineMillis - reserve.toMillis()));
    }

    /**
     * The rate that a round shows of a device, which is computed for W however long it was searched.
     *
     * @param measured hashes per second that the device makes
     * @param searchMillis how long a round is searched, at most W
     * @param windowMillis W
     * @return hashes per second, rounded down; in two parts, so that no rate overflows
     */
    static long shownRate(long measured, long searchMillis, int windowMillis) {
        return measured / windowMillis * searchMillis + measured % windowMillis * searchMillis / windowMillis;
    }
}
