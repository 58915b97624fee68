package org.computingpower.challenge.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.challenge.application.Projections;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Learns finalized blocks. */
@ApplicationScoped
class HeadsConsumer implements EventConsumer {

    private final Projections projections;
    private final MarketRules rules;

    HeadsConsumer(Projections projections, MarketRules rules) {
        this.projections = projections;
        this.rules = rules;
    }

    @Override
    public String name() {
        return "challenge.heads";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHAIN_HEADS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.first(event, ChainHeadEvent.class)
                .map(fact -> apply(transaction, fact))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> apply(SqlConnection transaction, ChainHeadEvent fact) {
        return switch (fact) {
            case ChainHeadEvent.HeadFinalized head ->
                head.chainId() == rules.domains().chainId()
                        ? projections.head(transaction, new BlockRef(head.number(), head.hash()), head.time())
                        : Uni.createFrom().voidItem();
        };
    }
}
