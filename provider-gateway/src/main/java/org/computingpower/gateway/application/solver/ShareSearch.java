package org.computingpower.gateway.application.solver;

import java.util.OptionalLong;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;

/** The engines of this machine, one per device of the node. */
public interface ShareSearch {
    /**
     * Searches on one device; blocks until done or told to stop. Different devices search at the same time.
     *
     * @throws EngineFailure if the node has no such device here, or the device fails
     */
    SolveResult solve(int device, SolveRequest request);

    /** Cap of a device's work per round, hashes per second over the round's window. */
    OptionalLong maxHashRate(int device);
}
