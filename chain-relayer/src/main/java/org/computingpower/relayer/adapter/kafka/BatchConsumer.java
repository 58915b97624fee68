package org.computingpower.relayer.adapter.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.computingpower.events.EventJson;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.events.SettlementBatchEvent.BatchSuperseded;
import org.computingpower.events.Topic;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.PoisonEventException;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.relayer.application.IntentQueue;
import org.computingpower.relayer.application.TakeIntents;
import org.computingpower.relayer.domain.Intent;

/**
 * Takes BatchReady, and gives up a batch that was superseded before it got a nonce. No version gate: the amounts are
 * cumulative, so the contract makes a batch out of order harmless.
 */
@ApplicationScoped
public class BatchConsumer implements EventConsumer {

    private static final String BATCH_READY = Topic.ceType(BatchReady.class);
    private static final String BATCH_SUPERSEDED = Topic.ceType(BatchSuperseded.class);

    private final TakeIntents take;
    private final IntentQueue queue;

    BatchConsumer(TakeIntents take, IntentQueue queue) {
        this.take = take;
        this.queue = queue;
    }

    @Override
    public String name() {
        return "chain-relayer.batches";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.SETTLEMENT_BATCHES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        String body = new String(event.body(), StandardCharsets.UTF_8);
        try {
            if (event.type().equals(BATCH_READY)) {
                return queue.add(transaction, take.of(EventJson.read(body, BatchReady.class)));
            }
            if (event.type().equals(BATCH_SUPERSEDED)) {
                return queue.supersede(
                        transaction,
                        Intent.settleId(
                                EventJson.read(body, BatchSuperseded.class).batchId()));
            }
            return Uni.createFrom().voidItem();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new PoisonEventException("The batch cannot become a call", e);
        }
    }
}
