package org.computingpower.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells a person what is being done and how long each step took. Safe for several threads. */
public final class Progress {
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long begun;

    /** Prints to {@code out}; durations come from {@code nanoTime}. */
    public Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** Runs a step and says what it was and how long it took; a failure is said too and thrown on. */
    public <T> T step(String what, Supplier<T> work) {
        long start = nanoTime.getAsLong();
        try {
            T result = work.get();
            say("%-58s %6.1f s".formatted(what, seconds(start)));
            return result;
        } catch (RuntimeException e) {
            say("%-58s FAILED: %s".formatted(what, e.getMessage()));
            throw e;
        }
    }

    /** The same for work without a result. */
    public void run(String what, Runnable work) {
        step(what, () -> {
            work.run();
            return what;
        });
    }

    /** One line. */
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Time since this progress began. */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }

    private double seconds(long start) {
        return (nanoTime.getAsLong() - start) / 1e9;
    }
}
