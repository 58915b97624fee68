package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;

/** Publishes facts of this service: through the outbox of the transaction, each stream (topic, key) numbered on by one. */
@ApplicationScoped
public class Events {

    private final Outbox outbox;

    Events(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Publishes the facts in their order if and only if the transaction commits. */
    public Uni<Void> publish(SqlClient transaction, List<? extends MarketEvent> facts) {
        return outbox.appendNext(transaction, facts.stream().map(this::prepare).toList());
    }

    /** Publishes prepared events in their order if and only if the transaction commits. */
    public Uni<Void> publishPrepared(SqlClient transaction, List<OutboxEvent> prepared) {
        return outbox.appendNext(transaction, prepared);
    }

    /** An event that is not published yet, for who needs its id before. */
    public OutboxEvent prepare(MarketEvent fact) {
        return outbox.event(
                Topic.of(fact).topicName(),
                fact.key(),
                Topic.ceType(fact),
                EventJson.write(fact).getBytes(StandardCharsets.UTF_8));
    }
}
