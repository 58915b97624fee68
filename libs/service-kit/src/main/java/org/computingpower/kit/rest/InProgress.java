package org.computingpower.kit.rest;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.computingpower.kit.Detached;

/**
 * Bounds how many requests of a kind are in progress, so that memory is bounded however many are sent: one more is
 * refused with 503 before anything is done for it, and may be sent again. A place is given back when the work has ended,
 * not when the client has gone.
 */
public final class InProgress {
    /** What is in progress ends within about a second; then there is place again. */
    private static final int RETRY_SECONDS = 1;

    private final int max;
    private final Detached detached;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Nothing in progress yet.
     *
     * @param max most at a time, at least 1
     * @param detached where the work runs
     */
    public InProgress(int max, Detached detached) {
        if (max < 1) {
            throw new IllegalArgumentException("At least one request at a time expected, found " + max);
        }
        this.max = max;
        this.detached = detached;
    }

    /** Runs {@code work} detached from the client, if there is place. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return Uni.createFrom().failure(overloaded());
        }
        return detached.run(
                () -> Uni.createFrom().deferred(work::get).onTermination().invoke(count::decrementAndGet));
    }

    private static Problem overloaded() {
        return new Problem(
                "overloaded",
                "Overloaded",
                503,
                "Too many requests of this kind are in progress; send it again later.",
                Map.of(Problem.RETRY_AFTER, RETRY_SECONDS));
    }

    /** How many are in progress now. */
    public int count() {
        return count.get();
    }
}
