package org.computingpower.gateway.application.solver;

import org.computingpower.terms.OrderId;

/** Stops and continues a tenant's containers around an exclusive search. */
public interface TenantPause {
    /** Pauses; an order without containers is fine. Never fails: a round matters more than a pause. */
    void pause(OrderId orderId);

    /** Continues. */
    void resume(OrderId orderId);
}
