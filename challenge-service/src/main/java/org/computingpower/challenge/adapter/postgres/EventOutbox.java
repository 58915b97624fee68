package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.kit.Ids;
import org.computingpower.kit.Traceparent;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;
import org.computingpower.terms.key.SigningKey;

/** Publishes this validator's facts with its address in the source: statements with natural keys, so they carry no version. */
@ApplicationScoped
class EventOutbox {

    private final Outbox outbox;
    private final InstantSource clock;
    private final String source;

    EventOutbox(Outbox outbox, InstantSource clock, SigningKey key) {
        this.outbox = outbox;
        this.clock = clock;
        this.source = "/challenge-service/" + key.address();
    }

    /** Publishes the facts in their order if and only if the transaction commits. */
    Uni<Void> publish(SqlClient transaction, List<? extends MarketEvent> facts) {
        return outbox.append(transaction, facts.stream().map(this::prepare).toList());
    }

    private OutboxEvent prepare(MarketEvent fact) {
        return new OutboxEvent(
                Ids.next(),
                Topic.of(fact).topicName(),
                fact.key(),
                Topic.ceType(fact),
                source,
                clock.instant(),
                Traceparent.current(),
                EventJson.write(fact).getBytes(StandardCharsets.UTF_8),
                null);
    }
}
