package org.computingpower.settlement.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.settlement.application.TakeVerdicts;

/** The hot consumer: one statement per poll; windows are settled from what it stored when their epoch is over. */
@ApplicationScoped
class VerdictsConsumer implements EventConsumer {

    private final TakeVerdicts take;

    VerdictsConsumer(TakeVerdicts take) {
        this.take = take;
    }

    @Override
    public String name() {
        return "settlement.verdicts";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHALLENGE_VERDICTS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return applyAll(transaction, List.of(event));
    }

    @Override
    public Uni<Void> applyAll(SqlConnection transaction, List<ReceivedEvent> events) {
        return take.take(
                transaction,
                Facts.read(events, ChallengeVerdictEvent.class).stream()
                        .map(Facts.Received::fact)
                        .toList());
    }
}
