package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.kit.fixture.MarketBus;

/**
 * Acting in rounds on a machine that may be too busy for their deadlines: what came too late is done again in a later round, and only that. An
 * unexpected answer before the deadline fails at once.
 */
final class Tries {

    private static final int MOST = 10;

    private Tries() {}

    /** Something a node does in a round; answers whether everything came in time. */
    interface Play {
        boolean in(RoundOpened opened) throws Exception;
    }

    /** Plays in the next rounds that so many validators open and that know all nodes, until one in which the machine was not too busy. */
    static RoundOpened played(ValidatorSet set, MarketBus bus, int announced, long from, int validators, Play play)
            throws Exception {
        RoundOpened opened = known(set, bus, announced, from, validators);
        for (int tries = 1; !play.in(opened); tries++) {
            assertThat(tries).as("rounds missed on a busy machine").isLessThan(MOST);
            opened = known(set, bus, announced, after(set, opened), validators);
        }
        return opened;
    }

    /** The next round that so many validators open and that knows all nodes. */
    private static RoundOpened known(ValidatorSet set, MarketBus bus, int announced, long from, int validators) {
        RoundOpened opened = Watch.roundFrom(bus, from, validators);
        while (opened.round().rosterSize() < announced) {
            opened = Watch.roundFrom(bus, after(set, opened), validators);
        }
        return opened;
    }

    private static long after(ValidatorSet set, RoundOpened opened) {
        return Math.max(opened.round().epoch() + 1, Watch.now(set));
    }

    /** Something that is done in a chosen epoch; answers whether it could be in time. */
    interface Attempt {
        boolean in(long epoch) throws Exception;
    }

    /** Chooses epochs until something could be done in one of them in time; answers that one. */
    static long until(LongSupplier next, Attempt attempt) throws Exception {
        long epoch = next.getAsLong();
        for (int tries = 1; !attempt.in(epoch); tries++) {
            assertThat(tries).as("epochs missed on a busy machine").isLessThan(MOST);
            epoch = next.getAsLong();
        }
        return epoch;
    }

    /** Until when every validator takes commits to a round, Unix milliseconds. */
    static long commitDeadline(ValidatorSet set, MarketBus bus, long epoch) {
        return Watch.openings(bus, epoch).stream()
                        .mapToLong(opened -> opened.openedAt().toEpochMilli())
                        .min()
                        .orElseThrow()
                + set.market().proof().commitDeadlineMillis();
    }

    /** Whether an answer is the expected one. Any other has one excuse: that the deadline is over. */
    static boolean inTime(long deadlineMillis, int status, int expected) {
        if (status != expected) {
            assertThat(InstantSource.system().millis())
                    .as("when %d came instead of %d", status, expected)
                    .isGreaterThan(deadlineMillis);
        }
        return status == expected;
    }
}
