package org.computingpower.sample;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Counts in the order {@link EventOrder#NATURAL}. */
@ApplicationScoped
class NaturalConsumer implements EventConsumer {
    private final CounterWriter counters;

    /** Keys that begin so mean nothing to this consumer. */
    static final String UNRELATED = "unrelated-";

    NaturalConsumer(CounterWriter counters) {
        this.counters = counters;
    }

    @Override
    public String name() {
        return "sample.natural";
    }

    @Override
    public Set<String> topics() {
        return Set.of(Added.TOPIC);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public boolean concerns(ReceivedEvent event) {
        return !event.key().startsWith(UNRELATED);
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return counters.add(name(), transaction, event);
    }
}
