package org.computingpower.gateway.application.solver;

import java.util.List;
import org.computingpower.power.engine.EngineReport;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;

/** The engine of this machine. */
public interface ShareSearch {
    /** Searches; blocks until done or told to stop. */
    SolveResult solve(SolveRequest request);

    /** Name of the engine in use. */
    String engine();

    /** How every engine did at start; empty until they are measured. */
    List<EngineReport> reports();
}
