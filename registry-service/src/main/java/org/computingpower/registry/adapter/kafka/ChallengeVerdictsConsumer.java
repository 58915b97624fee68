package org.computingpower.registry.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.ProofStatistics;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.registry.application.FacetFacts;

/** Validators' ratings and verdicts on proofs; worth what their signatures are. */
@ApplicationScoped
class ChallengeVerdictsConsumer implements EventConsumer {
    private final FacetFacts facets;

    ChallengeVerdictsConsumer(FacetFacts facets) {
        this.facets = facets;
    }

    @Override
    public String name() {
        return "registry.challenge-verdicts";
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
        return switch (Facts.read(event).orElse(null)) {
            case RatingProposed rating -> facets.rated(transaction, rating);
            case ProofJudged judged -> facets.proved(transaction, judged);
            case ProofStatistics statistics -> facets.measured(transaction, statistics);
            case null, default -> Facts.nothing();
        };
    }
}
