package org.computingpower.gateway.application.orders;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.computingpower.terms.OrderId;

/** The orders of the last desired state. Empty until the platform answered once: then nobody gets in, which is safe. */
@Singleton
public class RunningOrders {
    private volatile Map<OrderId, DesiredOrder> orders = Map.of();

    /** Replaces all. */
    public void replace(List<DesiredOrder> desired) {
        orders = desired.stream()
                .collect(Collectors.toUnmodifiableMap(DesiredOrder::orderId, Function.identity(), (first, _) -> first));
    }

    /** An order that runs now. */
    public Optional<DesiredOrder> find(OrderId orderId) {
        return Optional.ofNullable(orders.get(orderId));
    }

    /** All of them. */
    public List<DesiredOrder> all() {
        return List.copyOf(orders.values());
    }
}
