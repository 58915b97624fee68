package org.computingpower.benchmarks.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Processor time of processes, from {@code /proc/PID/stat}: unlike wall-clock time it does not depend on who else runs. */
public final class ProcessorTime {
    /** USER_HZ, 100 on every Linux. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int USER = 11;
    private static final int REAPED_CHILDREN_SYSTEM = 14;

    private ProcessorTime() {}

    /** Of a process and of those of its children that ended, in milliseconds. */
    public static long millisOf(long pid) {
        try {
            return millis(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long millis(String stat) {
        // The second field is the name in parentheses and may hold anything; fields count from the third here.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return MILLIS_PER_TICK
                * fields.subList(USER, REAPED_CHILDREN_SYSTEM + 1).stream()
                        .mapToLong(Long::parseLong)
                        .sum();
    }

    /** Of those threads of a process whose name begins with one of some texts, in milliseconds; ended ones are left out. */
    public static long millisOfThreads(long pid, Set<String> names) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.mapToLong(thread -> millisOfThread(thread, names)).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long millisOfThread(Path thread, Set<String> names) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            return names.stream().anyMatch(name::startsWith) ? millis(stat) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Of a process and all its descendants. */
    public static long millisOfTree(long pid) {
        return millisOf(pid)
                + ProcessHandle.of(pid)
                        .map(process -> process.descendants()
                                .mapToLong(child -> millisOf(child.pid()))
                                .sum())
                        .orElse(0L);
    }
}
