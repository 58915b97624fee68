package org.computingpower.kit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/** Identifiers: UUIDv7 (RFC 9562), which sort by time of creation within one process. */
public final class Ids {
    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** A new identifier; thread-safe. */
    public static UUID next() {
        return GENERATOR.generate();
    }
}
