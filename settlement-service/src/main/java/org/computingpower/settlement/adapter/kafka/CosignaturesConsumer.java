package org.computingpower.settlement.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.computingpower.events.ChallengeCosignatureEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.settlement.application.TakeCosignatures;

/** Validators' answers to a proposed batch. */
@ApplicationScoped
class CosignaturesConsumer implements EventConsumer {

    private final TakeCosignatures take;

    CosignaturesConsumer(TakeCosignatures take) {
        this.take = take;
    }

    @Override
    public String name() {
        return "settlement.cosignatures";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHALLENGE_COSIGNATURES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Facts.Received<ChallengeCosignatureEvent> received :
                Facts.read(List.of(event), ChallengeCosignatureEvent.class)) {
            chain = chain.chain(() -> take.take(transaction, received.fact()));
        }
        return chain;
    }
}
