package org.computingpower.relayer.adapter.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.computingpower.events.EventJson;
import org.computingpower.events.RegistryNodeEvent.NodeAttested;
import org.computingpower.events.Topic;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.PoisonEventException;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.relayer.application.IntentQueue;
import org.computingpower.relayer.application.TakeIntents;

/**
 * Takes NodeAttested. No version gate: every record of a node is needed, the intent's id makes it one of a kind, and the
 * contract orders them by seq.
 */
@ApplicationScoped
public class AttestationConsumer implements EventConsumer {

    private static final String NODE_ATTESTED = Topic.ceType(NodeAttested.class);

    private final TakeIntents take;
    private final IntentQueue queue;

    AttestationConsumer(TakeIntents take, IntentQueue queue) {
        this.take = take;
        this.queue = queue;
    }

    @Override
    public String name() {
        return "chain-relayer.attestations";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.REGISTRY_NODES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        if (!event.type().equals(NODE_ATTESTED)) {
            return Uni.createFrom().voidItem();
        }
        try {
            NodeAttested attested =
                    EventJson.read(new String(event.body(), StandardCharsets.UTF_8), NodeAttested.class);
            return queue.add(transaction, take.of(attested));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new PoisonEventException("NodeAttested cannot become a call", e);
        }
    }
}
