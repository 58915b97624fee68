package org.computingpower.gateway.application.orders;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.computingpower.gateway.application.solver.TenantPause;
import org.computingpower.terms.OrderId;
import org.jboss.logging.Logger;

/** Freezes an order's containers while its node proves its power. */
@Singleton
public class PauseTenants implements TenantPause {
    private static final Logger LOG = Logger.getLogger(PauseTenants.class);

    private final Instance<WorkloadDriver> driver;

    /** Wires the driver, if there is one. */
    public PauseTenants(Instance<WorkloadDriver> driver) {
        this.driver = driver;
    }

    private interface Call {
        void run() throws IOException, InterruptedException;
    }

    @Override
    public void pause(OrderId orderId) {
        if (driver.isResolvable()) {
            attempt("pause", orderId, () -> driver.get().pause(orderId));
        }
    }

    @Override
    public void resume(OrderId orderId) {
        if (driver.isResolvable()) {
            attempt("resume", orderId, () -> driver.get().resume(orderId));
        }
    }

    private static void attempt(String what, OrderId orderId, Call call) {
        try {
            call.run();
        } catch (IOException e) {
            LOG.warnf("Tenant not changed: action=%s orderId=%s reason=%s", what, orderId, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
