package org.computingpower.local;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.terms.key.Secp256k1;

/** What a machine needs to run the stack and the sample workload, each with the command that brings it. */
final class DoctorReport {
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(20);
    private final Path repository;

    private record Check(String name, boolean found, String remedy) {}

    DoctorReport(Path repository) {
        this.repository = repository;
    }

    boolean print(PrintStream out) {
        List<Check> checks = List.of(
                new Check("JDK 25 or newer", Runtime.version().feature() >= 25, "install Temurin 25 and set JAVA_HOME"),
                new Check(
                        "Node packages (anvil, forge)",
                        Files.isDirectory(repository.resolve("contracts/node_modules/@foundry-rs")),
                        "npm ci --prefix contracts"),
                command("podman", "podman", "--version"),
                command("runc", "runc", "--version"),
                new Check("netavark", Files.isExecutable(Path.of("/usr/lib/podman/netavark")), apt("netavark")),
                new Check("busybox-static", Files.isExecutable(Path.of("/bin/busybox")), apt("busybox-static")),
                new Check(
                        "OpenCL on the CPU (PoCL)",
                        Files.exists(Path.of("/etc/OpenCL/vendors/pocl.icd")),
                        apt("pocl-opencl-icd")),
                new Check("setsid", Files.isExecutable(Path.of("/usr/bin/setsid")), apt("util-linux")));
        checks.forEach(
                check -> out.printf("%-30s %s%n", check.name(), check.found() ? "ok" : "MISSING: " + check.remedy()));
        out.printf("%-30s %s%n", "signatures by", Secp256k1.implementation());
        return checks.stream().allMatch(Check::found);
    }

    private static Check command(String packageName, String... command) {
        boolean found;
        try {
            ChildProcess.run(List.of(command), Map.of(), TIMEOUT);
            found = true;
        } catch (IllegalStateException | java.io.UncheckedIOException e) {
            found = false;
        }
        return new Check(packageName, found, apt(packageName));
    }

    private static String apt(String packageName) {
        return "apt-get install --no-install-recommends " + packageName;
    }
}
