package org.computingpower.gateway.adapter.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.computingpower.gateway.application.solver.SolverCpus;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.jboss.logging.Logger;

/**
 * Moves all threads of this process, those of an OpenCL driver included, by {@code taskset -a} of util-linux: some milliseconds for a hundred
 * threads. Threads that start in between inherit their creator's CPUs.
 */
final class TaskCpus implements SolverCpus {
    private static final Logger LOG = Logger.getLogger(TaskCpus.class);
    private static final long TIMEOUT_SECONDS = 5;
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final CpuSet reserved;
    private final CpuSet machine;

    TaskCpus(CpuSet reserved, CpuSet machine) {
        this.reserved = reserved;
        this.machine = machine;
    }

    /**
     * CPUs that this process may use (proc(5), {@code Cpus_allowed_list}).
     *
     * @throws IOException if the machine does not say
     */
    static CpuSet allowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(ALLOWED))
                .map(line -> CpuSet.parse(line.substring(ALLOWED.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/status has no " + ALLOWED));
    }

    @Override
    public void reservedOnly() {
        attempt(reserved);
    }

    @Override
    public void all() {
        attempt(machine);
    }

    private static void attempt(CpuSet cpus) {
        try {
            move(cpus);
        } catch (IOException e) {
            LOG.errorf("The solver stays on its CPUs: wanted=%s reason=%s", cpus, e.getMessage());
        }
    }

    /**
     * Moves the process.
     *
     * @throws IOException if that is not possible
     */
    static void move(CpuSet cpus) throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        Process process = new ProcessBuilder("taskset", "-a", "-c", "-p", cpus.toString(), pid)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            // A thread that ends meanwhile makes taskset complain although all others moved.
            if (!allowed().equals(cpus)) {
                throw new IOException("taskset " + (ended ? "answers " + process.exitValue() : "does not end") + ": "
                        + output.lines().reduce((first, last) -> last).orElse(""));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
