package org.computingpower.sample;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Counts in the order {@link EventOrder#STRICT}. */
@ApplicationScoped
class StrictConsumer implements EventConsumer {
    private final CounterWriter counters;

    StrictConsumer(CounterWriter counters) {
        this.counters = counters;
    }

    @Override
    public String name() {
        return "sample.strict";
    }

    @Override
    public Set<String> topics() {
        return Set.of(Added.TOPIC);
    }

    @Override
    public EventOrder order() {
        return EventOrder.STRICT;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return counters.add(name(), transaction, event);
    }
}
