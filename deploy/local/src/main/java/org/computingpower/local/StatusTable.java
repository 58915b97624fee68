package org.computingpower.local;

import java.io.PrintStream;
import java.time.Duration;

/** The one table about a running stack. */
final class StatusTable {
    private static final String ROW = "%-24s %6s %8s %9s %8s  %s%n";

    private StatusTable() {}

    static void print(StackPaths paths, PrintStream out) {
        StackFile stack = StackFile.read(paths.stackFile());
        out.printf(ROW, "PART", "PORT", "PID", "UP", "PSS MiB", "AOT");
        long sum = 0;
        for (StackFile.Part part : stack.parts()) {
            long memory = part.pssMiB();
            sum += memory;
            out.printf(ROW, part.name(), part.port(), part.pid(), uptime(part.pid()), memory, part.aot());
        }
        out.printf(ROW, "sum", "", "", "", sum, "");
        out.printf(
                "%nEdge      %s%nIssuer    %s%nChain     %s%nKafka     %s%n",
                stack.edgeUrl(), stack.issuerUrl(), stack.rpcUrl(), stack.kafkaBootstrap());
        out.printf(
                "Ready in  %.1f s%nThe attestation root of this stack is %s, NOT INTEL; its validators are a DEV set.%n",
                stack.secondsToReady(), stack.trustDomain());
    }

    private static String uptime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(start ->
                        Duration.between(start, java.time.InstantSource.system().instant()))
                .map(up -> "%d:%02d:%02d".formatted(up.toHours(), up.toMinutesPart(), up.toSecondsPart()))
                .orElse("DOWN");
    }
}
