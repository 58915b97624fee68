package org.computingpower.order;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time of the integration tests: it stands still until a test moves it. */
@Singleton
public class TestClock {

    private final AtomicReference<Instant> now = new AtomicReference<>(TestMarket.CLOCK.startOf(1_000));

    /** The clock of the service under test. */
    @Produces
    @Singleton
    InstantSource source() {
        return now::get;
    }

    /** Moves time forward; an earlier instant is ignored, so that tests of one service can share it. */
    public void atLeast(Instant instant) {
        now.accumulateAndGet(instant, (before, wanted) -> before.isBefore(wanted) ? wanted : before);
    }

    /** The present. */
    public Instant instant() {
        return now.get();
    }
}
