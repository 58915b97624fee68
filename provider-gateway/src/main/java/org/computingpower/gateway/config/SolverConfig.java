package org.computingpower.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Keys {@code solver.*}. */
@ConfigMapping(prefix = "solver")
public interface SolverConfig {
    /** Which engines are tried. */
    enum Engines {
        /** Every engine of the machine; the fastest right one is used. */
        AUTO,
        /** The JDK's own SHA-256 only. */
        MESSAGE_DIGEST
    }

    /** Which engines are tried. */
    @WithDefault("auto")
    Engines engines();

    /** CPU threads of the JDK engine; by default all. */
    OptionalInt threads();

    /** Cap of the work per round, hashes per second over the round's window: keeps the load predictable. */
    OptionalLong maxHashRate();

    /** How long each engine is measured at start, after a warm-up of the same length. */
    @WithDefault("0.2S")
    Duration benchmark();

    /**
     * The search ends so long before the commit deadline at the latest: the opening comes here a little after the round's
     * start, and the commit has to reach a threshold of validators.
     */
    @WithDefault("2S")
    Duration deadlineReserve();

    /**
     * The devices by the indices under which the node registered them, 0 to 65535. Without any, the machine is one device
     * and the keys above are about it.
     */
    Map<Integer, Device> devices();

    /** One device of several. */
    interface Device {
        /** Position of the OpenCL device in the list of {@code cpctl power bench}; by default CPU threads do the work. */
        OptionalInt openclDevice();

        /** CPU threads of the JDK engine, if no OpenCL device is named; by default all. */
        OptionalInt threads();

        /** Cap of the device's work per round, hashes per second over the round's window. */
        OptionalLong maxHashRate();
    }
}
