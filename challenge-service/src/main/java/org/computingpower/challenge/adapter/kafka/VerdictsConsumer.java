package org.computingpower.challenge.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.computingpower.challenge.application.TakeStatements;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.events.Topic;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.terms.Address;
import org.computingpower.terms.key.SigningKey;

/** Learns other validators' verdicts, for co-signing: one statement per poll. */
@ApplicationScoped
class VerdictsConsumer implements EventConsumer {

    private static final String JUDGED = Topic.ceType(ChallengeVerdictEvent.ProofJudged.class);

    private final TakeStatements take;
    private final Address self;

    VerdictsConsumer(TakeStatements take, SigningKey key) {
        this.take = take;
        this.self = key.address();
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

    /** Verdicts of others; this validator's own were kept when they were made, thousands at a time. */
    @Override
    public boolean concerns(ReceivedEvent event) {
        return event.type().equals(JUDGED)
                && Facts.first(event, ChallengeVerdictEvent.ProofJudged.class)
                        .filter(judged -> judged.validator().equals(self))
                        .isEmpty();
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
