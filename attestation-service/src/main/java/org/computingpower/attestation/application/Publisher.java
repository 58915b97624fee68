package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;

/** Publishes facts in the transaction that made them. */
@ApplicationScoped
public class Publisher {
    private final Outbox outbox;

    Publisher(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Appends the facts to their streams; they become visible exactly if the transaction commits. */
    public Uni<Void> publish(SqlClient transaction, MarketEvent... facts) {
        return publish(transaction, Arrays.stream(facts).map(this::event).toList());
    }

    /** As {@link #publish(SqlClient, MarketEvent...)}, of events made before. */
    public Uni<Void> publish(SqlClient transaction, List<OutboxEvent> events) {
        return outbox.appendNext(transaction, events);
    }

    /** The event of a fact, now and in the current trace. */
    public OutboxEvent event(MarketEvent fact) {
        return outbox.event(
                Topic.of(fact).topicName(),
                Topic.keyOf(fact),
                Topic.ceType(fact),
                EventJson.write(fact).getBytes(StandardCharsets.UTF_8));
    }
}
