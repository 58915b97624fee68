package org.computingpower.kit;

import java.util.List;
import org.computingpower.kit.inbox.ConsumerRunner;
import org.computingpower.kit.outbox.OutboxRelay;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A service whose consumer or relay stands still is dead although its JVM runs: it must be restarted. */
@Liveness
public class KitLiveness implements HealthCheck {
    private final ConsumerRunner consumers;
    private final OutboxRelay relay;

    KitLiveness(ConsumerRunner consumers, OutboxRelay relay) {
        this.consumers = consumers;
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> stopped = consumers.stopped();
        return HealthCheckResponse.named("consumers and relay")
                .status(stopped.isEmpty() && relay.alive())
                .withData("stopped", String.join(",", stopped))
                .withData("relay", relay.alive())
                .build();
    }
}
