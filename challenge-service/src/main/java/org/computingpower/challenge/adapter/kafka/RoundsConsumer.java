package org.computingpower.challenge.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.challenge.application.TakeStatements;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Learns what other validators say about rounds. */
@ApplicationScoped
class RoundsConsumer implements EventConsumer {

    private final TakeStatements take;

    RoundsConsumer(TakeStatements take) {
        this.take = take;
    }

    @Override
    public String name() {
        return "challenge.rounds";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHALLENGE_ROUNDS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.first(event, ChallengeRoundEvent.class)
                .map(fact -> take.round(transaction, fact))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
