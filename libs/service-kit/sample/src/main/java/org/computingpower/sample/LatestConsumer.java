package org.computingpower.sample;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Counts in the order {@link EventOrder#LATEST}. */
@ApplicationScoped
class LatestConsumer implements EventConsumer {
    private final CounterWriter counters;

    LatestConsumer(CounterWriter counters) {
        this.counters = counters;
    }

    @Override
    public String name() {
        return "sample.latest";
    }

    @Override
    public Set<String> topics() {
        return Set.of(Added.TOPIC);
    }

    @Override
    public EventOrder order() {
        return EventOrder.LATEST;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return counters.add(name(), transaction, event);
    }
}
