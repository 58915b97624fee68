package org.computingpower.cli.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for something to become true, with an end. */
public final class Waiting {
    private Waiting() {}

    /**
     * Asks again and again until there is an answer.
     *
     * @param what named in the failure
     * @param timeout from now
     * @param interval between two questions
     * @throws CliException if there is none in time
     */
    public static <T> T until(String what, Duration timeout, Duration interval, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() + interval.toNanos() > end) {
                throw new CliException(
                        "Not within " + timeout.toSeconds() + " seconds: " + what + ".",
                        "Ask for the status again, or wait longer with --timeout.");
            }
            LockSupport.parkNanos(interval.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new CliException("Interrupted while waiting for: " + what);
            }
        }
    }
}
