package org.computingpower.local;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that name a stack. */
final class StackChoice {
    @Option(names = "--name", defaultValue = "local", description = "Name of the stack (default: ${DEFAULT-VALUE}).")
    String name = "local";

    @Option(
            names = "--port-base",
            defaultValue = "8100",
            description = "First of its 100 ports (default: ${DEFAULT-VALUE}).")
    int portBase = 8100;

    @Option(names = "--validators", defaultValue = "1", description = "Validators, 1 to 4 (default: ${DEFAULT-VALUE}).")
    int validators = 1;

    @Option(
            names = "--threshold",
            defaultValue = "0",
            description = "Signatures of a quorum (default: two thirds, rounded up).")
    int threshold;

    StackOptions.Aot aot = StackOptions.Aot.USE;

    StackOptions options() {
        int quorum = threshold == 0 ? (2 * validators + 2) / 3 : threshold;
        return new StackOptions(Path.of("."), directory(), portBase, validators, quorum, aot);
    }

    Path directory() {
        if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException("A stack's name is a-z, 0-9 and dashes. Found " + name);
        }
        return Path.of(".platform", name);
    }

    StackPaths paths() {
        return new StackPaths(directory());
    }

    List<String> arguments() {
        return List.of(
                "--name", name,
                "--port-base", Integer.toString(portBase),
                "--validators", Integer.toString(validators),
                "--threshold", Integer.toString(threshold));
    }
}
