package org.computingpower.relayer.domain;

import java.util.List;

/** Every contract numbers its events densely from 1, so a follower can prove that it misses none. */
public final class EventSequence {

    private EventSequence() {}

    /** What the numbers of the next events say. */
    public sealed interface Verdict {}

    /**
     * No event is missing.
     *
     * @param last the last number seen
     */
    public record Dense(long last) implements Verdict {}

    /**
     * An endpoint left out an event, or told it twice.
     *
     * @param expected the number that had to come
     * @param found the number that came
     */
    public record Gap(long expected, long found) implements Verdict {}

    /**
     * Checks the numbers of one contract's next events, in chain order.
     *
     * @param last number of the last event known, 0 before the first
     */
    public static Verdict follow(long last, List<Long> next) {
        long expected = last + 1;
        for (long found : next) {
            if (found != expected) {
                return new Gap(expected, found);
            }
            expected++;
        }
        return new Dense(expected - 1);
    }
}
