package org.computingpower.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory of processes as proportional set size: shared pages are counted once over all who share them. */
public final class Memory {
    private static final long KIB_PER_MIB = 1024;

    private Memory() {}

    /** PSS in MiB of a process and all its descendants; 0 when it is gone or the kernel does not tell. */
    public static long pssMiB(long pid) {
        return ProcessHandle.of(pid)
                .map(handle -> Stream.concat(Stream.of(handle), handle.descendants())
                                .mapToLong(process -> pssKiB(process.pid()))
                                .sum()
                        / KIB_PER_MIB)
                .orElse(0L);
    }

    /** PSS in MiB of one process alone. */
    static long ownPssMiB(long pid) {
        return pssKiB(pid) / KIB_PER_MIB;
    }

    private static long pssKiB(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0L);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0L;
        }
    }
}
