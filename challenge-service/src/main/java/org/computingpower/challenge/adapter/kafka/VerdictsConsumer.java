package org.computingpower.challenge.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.computingpower.challenge.application.TakeStatements;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Learns other validators' verdicts, for co-signing: one statement per poll. */
@ApplicationScoped
class VerdictsConsumer implements EventConsumer {

    private final TakeStatements take;

    VerdictsConsumer(TakeStatements take) {
        this.take = take;
    }

    @Override
    public String name() {
        return "challenge.verdicts";
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
        return take.verdicts(transaction, Facts.read(events, ChallengeVerdictEvent.class));
    }
}
