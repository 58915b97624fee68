package org.computingpower.benchmarks.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a process from {@code /proc/PID/status}, in MiB. */
record ResidentMemory(long nowMebibytes, long highestMebibytes) {
    private static final int KIBIBYTES = 1_024;

    static ResidentMemory of(long pid) {
        return new ResidentMemory(field(pid, "VmRSS:"), field(pid, "VmHWM:"));
    }

    private static long field(long pid, String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
