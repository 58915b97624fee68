package org.computingpower.gateway.application.solver;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.computingpower.gateway.config.SolverConfig;
import org.computingpower.power.engine.EngineCandidate;
import org.computingpower.power.engine.EngineReport;
import org.computingpower.power.engine.EngineSelection;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.PowerEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.computingpower.power.engine.opencl.MachineEngines;
import org.jboss.logging.Logger;

/**
 * The fastest right engine of the machine. Measuring takes a moment, so the JDK's engine serves until {@link #measure()}
 * is done; the start does not wait for it.
 */
@Singleton
public class SolverEngines implements ShareSearch {
    private static final Logger LOG = Logger.getLogger(SolverEngines.class);

    private final SolverConfig config;
    private final int threads;
    private volatile PowerEngine engine;
    private volatile List<EngineReport> reports = List.of();

    /** Starts with the engine that every machine has. */
    public SolverEngines(SolverConfig config) {
        this.config = config;
        this.threads = config.threads().orElseGet(Runtime.getRuntime()::availableProcessors);
        this.engine = new MessageDigestEngine(threads);
    }

    /** Checks and measures all candidates and takes the fastest. */
    public void measure() {
        List<EngineCandidate> candidates = switch (config.engines()) {
            case AUTO -> MachineEngines.candidates(threads);
            case MESSAGE_DIGEST ->
                List.of(new EngineCandidate.Available(
                        "message-digest:" + threads, () -> new MessageDigestEngine(threads)));
        };
        EngineSelection selection = EngineSelection.select(candidates, config.benchmark());
        engine = selection.engine();
        reports = selection.reports();
        LOG.infof("Engine chosen: engine=%s reports=%s", engine.name(), reports);
    }

    @Override
    public SolveResult solve(SolveRequest request) {
        return engine.solve(request);
    }

    @Override
    public String engine() {
        return engine.name();
    }

    @Override
    public List<EngineReport> reports() {
        return reports;
    }

    void close(@Observes ShutdownEvent event) {
        engine.close();
    }
}
