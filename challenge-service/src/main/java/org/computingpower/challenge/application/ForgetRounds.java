package org.computingpower.challenge.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.computingpower.challenge.domain.MarketRules;

/** Lets go of rounds that are older than they have to be kept, a few at a time. */
public final class ForgetRounds {

    private static final Duration AT_LEAST = Duration.ofDays(7);

    private final MarketRules rules;
    private final RoundStore store;
    private final InstantSource clock;
    private final Duration keep;

    /**
     * @param keep for how long a round is kept
     * @throws IllegalArgumentException if that is less than a term can last
     */
    public ForgetRounds(MarketRules rules, RoundStore store, InstantSource clock, Duration keep) {
        if (keep.compareTo(AT_LEAST) < 0) {
            throw new IllegalArgumentException("challenge.keep-rounds is at least " + AT_LEAST);
        }
        this.rules = rules;
        this.store = store;
        this.clock = clock;
        this.keep = keep;
    }

    /** For how long a round is kept. */
    public Duration keep() {
        return keep;
    }

    /** Lets go of some; answers how many rows. */
    public int tick() {
        Instant oldest = clock.instant().minus(keep);
        return oldest.isAfter(rules.clock().genesis())
                ? store.forgetRoundsBefore(rules.clock().epochAt(oldest))
                : 0;
    }
}
