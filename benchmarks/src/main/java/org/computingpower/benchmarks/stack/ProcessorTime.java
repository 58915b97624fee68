package org.computingpower.benchmarks.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

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
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The second field is the name in parentheses and may hold anything; fields count from the third here.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return MILLIS_PER_TICK
                    * fields.subList(USER, REAPED_CHILDREN_SYSTEM + 1).stream()
                            .mapToLong(Long::parseLong)
                            .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
