package org.computingpower.local;

import java.nio.file.Path;

/**
 * Where the state of a stack lives.
 *
 * @param root directory of the stack
 */
public record StackPaths(Path root) {
    Path service(String name) {
        return root.resolve("services").resolve(name);
    }

    /** The provider gateway of that name: its configuration, its keys and its log. */
    public Path gateway(String name) {
        return root.resolve("gateways").resolve(name);
    }

    Path keys() {
        return root.resolve("keys");
    }

    /** What clients need to know of a running stack. */
    public Path stackFile() {
        return root.resolve("stack.json");
    }

    /** The market file. */
    public Path marketFile() {
        return root.resolve("market.json");
    }

    Path secrets() {
        return root.resolve("secrets.json");
    }

    /** The simulated attestation root, shared by collateral server and gateways. */
    public Path simulatedPki() {
        return root.resolve("simulated-pki");
    }

    Path trustRoot() {
        return simulatedPki().resolve("simulated-root.pem");
    }

    Path aot() {
        return root.resolveSibling("aot");
    }

    Path supervisorLog() {
        return root.resolve("supervisor.log");
    }

    Path pidFile() {
        return root.resolve("supervisor.pid");
    }
}
