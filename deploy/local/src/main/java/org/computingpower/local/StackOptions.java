package org.computingpower.local;

import java.nio.file.Path;

/**
 * Which stack to run.
 *
 * @param repository root of the checkout, where the built services are
 * @param directory all state of this stack
 * @param portBase first of the 100 TCP ports on loopback that the stack uses
 * @param validators how many validators run, each with its own database, key and endpoint, 1 to 4
 * @param threshold how many of them must sign the same statement
 * @param aot what services do with AOT caches
 */
public record StackOptions(Path repository, Path directory, int portBase, int validators, int threshold, Aot aot) {
    private static final int VALIDATORS_MAX = 4;

    /** AOT caches: left alone, used where {@code ./platform warm} made them, or recorded when a service ends. */
    public enum Aot {
        OFF,
        USE,
        RECORD
    }

    public StackOptions {
        repository = repository.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        if (portBase < 1024 || portBase > 65_000) {
            throw new IllegalArgumentException("The port base lies in [1024, 65000]. Found " + portBase);
        }
        if (validators < 1 || validators > VALIDATORS_MAX) {
            throw new IllegalArgumentException("1 to 4 validators run on one machine. Found " + validators);
        }
        if (threshold < 1 || threshold > validators || 3 * threshold < 2 * validators) {
            throw new IllegalArgumentException(
                    "The threshold lies in [2/3 of the validators, all]. Found " + threshold);
        }
    }

    /** Where each part listens on 127.0.0.1. */
    public StackPorts ports() {
        return new StackPorts(portBase);
    }
}
