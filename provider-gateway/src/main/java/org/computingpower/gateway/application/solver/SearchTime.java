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
}
