package org.computingpower.relayer.application;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** What an operator may ask for. Each request is one statement; the workers act on it at their next poll. Idempotent. */
public interface OperatorRequests {

    /** Asks that stopped keys be started again where the chain stands; false if no key is stopped. */
    Uni<Boolean> resyncKeys();

    /** Lets a halted follower try again; false if it is not halted. A chain that still breaks its promise halts it again. */
    Uni<Boolean> resume();

    /**
     * Asks that all logs from a block to the last finalized one be read again. A replay that runs is replaced.
     *
     * @return the replay; empty while no block at or above {@code fromBlock} is finalized
     */
    Uni<Optional<Replay>> replay(long fromBlock);

    /** The last replay that was asked for. */
    Uni<Optional<Replay>> replay();
}
