package org.computingpower.registry;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time of the integration tests: the machine's, which a test may move forward. */
@Singleton
class TestClock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** The clock of the service under test. */
    @Produces
    @Singleton
    InstantSource source() {
        return () -> InstantSource.system().instant().plus(ahead.get());
    }

    /** Lets time pass. */
    void pass(Duration time) {
        ahead.accumulateAndGet(time, Duration::plus);
    }
}
