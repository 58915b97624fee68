package org.computingpower.challenge.adapter.peer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Time between two tries: it doubles up to a bound. Not thread-safe. */
final class Backoff {

    private static final long FIRST_MILLIS = 50;
    private static final long LAST_MILLIS = 1_000;

    private long nextMillis = FIRST_MILLIS;

    /** Runs the next try after the time that is due now. */
    void after(Runnable nextTry) {
        CompletableFuture.delayedExecutor(nextMillis, TimeUnit.MILLISECONDS).execute(nextTry);
        nextMillis = Math.min(2 * nextMillis, LAST_MILLIS);
    }

    /** Something worked. */
    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
