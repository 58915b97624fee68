package org.computingpower.gateway.application.orders;

import java.util.List;

/**
 * Everything this node has to do; an order that is not here must not run.
 *
 * @param toAccept orders that wait for the node's acceptance
 * @param orders orders to serve
 */
public record DesiredState(List<OrderToAccept> toAccept, List<DesiredOrder> orders) {
    /** Copies the lists. */
    public DesiredState {
        toAccept = List.copyOf(toAccept);
        orders = List.copyOf(orders);
    }
}
