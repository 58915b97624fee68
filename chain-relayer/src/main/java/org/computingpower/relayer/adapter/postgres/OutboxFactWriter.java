package org.computingpower.relayer.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;

/** Facts into the kit's outbox, each stream (topic, key) numbered on by one. */
public final class OutboxFactWriter implements FactWriter {

    private final Outbox outbox;

    /** Over the service's outbox. */
    public OutboxFactWriter(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public Uni<Void> write(SqlConnection transaction, List<MarketEvent> facts) {
        return outbox.appendNext(transaction, facts.stream().map(this::event).toList());
    }

    private OutboxEvent event(MarketEvent fact) {
        return outbox.event(
                Topic.of(fact).topicName(),
                Topic.keyOf(fact),
                Topic.ceType(fact),
                EventJson.write(fact).getBytes(StandardCharsets.UTF_8));
    }
}
