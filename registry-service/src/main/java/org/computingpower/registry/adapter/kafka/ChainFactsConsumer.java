package org.computingpower.registry.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.ChainFact.StakeChanged;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.registry.application.FacetFacts;

/** What the chain finalized about stakes. */
@ApplicationScoped
class ChainFactsConsumer implements EventConsumer {
    private final FacetFacts facets;

    ChainFactsConsumer(FacetFacts facets) {
        this.facets = facets;
    }

    @Override
    public String name() {
        return "registry.chain-facts";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHAIN_FACTS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.STRICT;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return switch (Facts.read(event).orElse(null)) {
            case StakeChanged stake -> facets.staked(transaction, stake);
            case null, default -> Facts.nothing();
        };
    }
}
