package org.computingpower.relayer.config;

import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a worker gets nothing done: no endpoint, no database. */
@Readiness
public class RelayerReadiness implements HealthCheck {

    private final Workers workers;

    RelayerReadiness(Workers workers) {
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> stale = workers.stale();
        return HealthCheckResponse.named("relayer workers")
                .status(stale.isEmpty())
                .withData("stale", String.join(",", stale))
                .build();
    }
}
