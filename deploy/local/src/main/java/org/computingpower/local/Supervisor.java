package org.computingpower.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The long-lived process behind {@code ./platform up}: it owns every part of the stack as its children. Its pid file
 * holds pid and start time, so that a reused pid is never taken for it.
 */
final class Supervisor {
    static final String READY = "READY";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(8);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 100;

    private final StackPaths paths;

    Supervisor(StackPaths paths) {
        this.paths = paths;
    }

    /** The running supervisor of this stack, if there is one. */
    Optional<ProcessHandle> running() {
        if (!Files.exists(paths.pidFile())) {
            return Optional.empty();
        }
        try {
            String[] parts = Files.readString(paths.pidFile()).strip().split(" ", 2);
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(handle -> startOf(handle).equals(parts.length == 2 ? parts[1] : ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called inside the supervisor. */
    void writePidFile() {
        ProcessHandle self = ProcessHandle.current();
        Secrets.writePrivately(paths.pidFile(), self.pid() + " " + startOf(self) + "\n");
    }

    private static String startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    /** Starts the supervisor and shows its progress until it is ready; false when it failed. */
    boolean start(List<String> arguments, Progress progress) throws IOException, InterruptedException {
        Files.createDirectories(paths.root());
        Files.deleteIfExists(paths.supervisorLog());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "supervise"));
        command.addAll(arguments);
        // setsid: a Ctrl-C in the terminal that started the stack must not end it.
        command.addFirst("setsid");
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(paths.supervisorLog().toFile())
                .start();
        return follow(process, progress);
    }

    private boolean follow(Process process, Progress progress) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        int shown = 0;
        while (System.nanoTime() < end) {
            boolean alive = !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            List<String> lines = Files.readAllLines(paths.supervisorLog());
            for (; shown < lines.size(); shown++) {
                if (lines.get(shown).equals(READY)) {
                    return true;
                }
                progress.say(lines.get(shown));
            }
            if (!alive) {
                return false;
            }
        }
        process.destroy();
        progress.say(
                "The stack is not ready after " + START_TIMEOUT.toMinutes() + " minutes; see " + paths.supervisorLog());
        return false;
    }

    /** Asks the supervisor to stop everything and waits for its end; false when it does not end in time. */
    static boolean stop(ProcessHandle supervisor) {
        supervisor.destroy();
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (supervisor.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
        return !supervisor.isAlive();
    }
}
