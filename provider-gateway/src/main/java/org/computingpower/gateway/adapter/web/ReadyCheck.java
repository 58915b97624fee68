package org.computingpower.gateway.adapter.web;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the public origin listens. The platform may be away: the loops wait for it. */
@Readiness
@Singleton
class ReadyCheck implements HealthCheck {
    private final PublicServer server;

    ReadyCheck(PublicServer server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("public-origin")
                .status(server.port() > 0)
                .build();
    }
}
