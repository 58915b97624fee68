package org.computingpower.e2e;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells a story line by line, and waits by looking, with a deadline, saying for what. */
final class Narrator {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long begun;
    private final Map<String, String> lastCommands = new HashMap<>();

    Narrator(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    void chapter(String title) {
        line("");
        line("== " + title);
    }

    void say(String text) {
        line("   " + text);
    }

    /** A command that is only repeated, to look again, is told once. */
    synchronized void command(String who, String... arguments) {
        String command = "   " + who + " $ cpctl " + String.join(" ", arguments);
        if (!command.equals(lastCommands.put(who, command))) {
            line(command);
        }
    }

    private synchronized void line(String text) {
        long seconds = Duration.ofNanos(nanoTime.getAsLong() - begun).toSeconds();
        out.printf("%3d:%02d %s%n", seconds / 60, seconds % 60, text);
        out.flush();
    }

    /** A step must hold, else the story ends here. */
    void check(boolean holds, String what) {
        if (!holds) {
            throw new StoryException("This does not hold: " + what);
        }
        say("ok: " + what);
    }

    /** Looks until there is something, or fails after the deadline naming what it waited for. */
    <T> T await(String what, Duration deadline, Supplier<Optional<T>> look) {
        line("   ... waiting for " + what + " (at most " + deadline.toSeconds() + " s)");
        long end = nanoTime.getAsLong() + deadline.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (nanoTime.getAsLong() > end) {
                throw new StoryException("Waited " + deadline.toSeconds() + " s in vain for " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new StoryException("Interrupted while waiting for " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
