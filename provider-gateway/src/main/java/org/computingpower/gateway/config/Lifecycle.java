package org.computingpower.gateway.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.computingpower.gateway.adapter.web.PublicServer;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.orders.Reconciler;
import org.computingpower.gateway.application.solver.SolverEngines;
import org.computingpower.gateway.application.solver.SolverLoop;
import org.jboss.logging.Logger;

/** Starts the loops after the public listener, and stops them before it. */
@Singleton
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final PublicServer server;
    private final SolverLoop solver;
    private final SolverEngines engines;
    private final Reconciler reconciler;
    private final GatewayConfig config;
    private final NodeIdentity identity;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reconciler").daemon().factory());

    /** Wires the parts. */
    public Lifecycle(
            PublicServer server,
            SolverLoop solver,
            SolverEngines engines,
            Reconciler reconciler,
            GatewayConfig config,
            NodeIdentity identity) {
        this.server = server;
        this.solver = solver;
        this.engines = engines;
        this.reconciler = reconciler;
        this.config = config;
        this.identity = identity;
    }

    void start(@Observes StartupEvent event) {
        server.start();
        solver.start();
        Thread.ofPlatform().name("engine-benchmark").daemon().start(engines::measure);
        long everyMillis = config.reconcileEvery().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::turn, 0, everyMillis, TimeUnit.MILLISECONDS);
        LOG.infof("Gateway started: nodeId=%s origin=%s", identity.nodeId(), config.publicOrigin());
    }

    private void turn() {
        try {
            reconciler.reconcile();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The next turn begins from the same desired state.
            LOG.error("Reconciling failed", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        reconciler.stop();
        solver.stop();
        server.stop();
    }
}
