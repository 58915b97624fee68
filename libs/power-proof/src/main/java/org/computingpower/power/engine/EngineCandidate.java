package org.computingpower.power.engine;

import java.util.function.Supplier;

/** An engine this machine might have. */
public sealed interface EngineCandidate {

    /** Its name for people. */
    String name();

    /**
     * It can be tried.
     *
     * @param name its name
     * @param open makes it; may fail with {@link EngineFailure}
     */
    record Available(String name, Supplier<PowerEngine> open) implements EngineCandidate {}

    /**
     * It cannot be tried.
     *
     * @param name its name
     * @param reason why, and what the operator can do about it
     */
    record Unavailable(String name, String reason) implements EngineCandidate {}
}
