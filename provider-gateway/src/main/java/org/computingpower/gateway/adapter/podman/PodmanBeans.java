package org.computingpower.gateway.adapter.podman;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.orders.OrderData;
import org.computingpower.gateway.application.orders.WorkloadDriver;
import org.computingpower.gateway.config.GatewayConfig;

/** The driver, unless it is switched off. */
public class PodmanBeans {
    @Produces
    @Singleton
    @LookupIfProperty(name = "gateway.podman.enabled", stringValue = "true", lookupIfMissing = true)
    WorkloadDriver driver(GatewayConfig config, NodeIdentity identity, OrderData data, ObjectMapper json) {
        return new PodmanDriver(
                identity.nodeId(),
                config.podman().command(),
                config.podman().runtime(),
                config.dataDir().resolve("podman"),
                config.workload().applyTimeout(),
                data,
                json);
    }

    void close(@Disposes WorkloadDriver driver) {
        if (driver instanceof PodmanDriver podman) {
            podman.close();
        }
    }
}
