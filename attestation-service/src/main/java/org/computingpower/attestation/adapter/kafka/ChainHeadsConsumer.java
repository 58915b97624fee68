package org.computingpower.attestation.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.computingpower.attestation.application.BlockStore;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.Market;
import org.computingpower.events.ChainHeadEvent.HeadFinalized;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Blocks that the chain will not take back. */
@ApplicationScoped
class ChainHeadsConsumer implements EventConsumer {
    private final BlockStore blocks;
    private final Market market;

    ChainHeadsConsumer(BlockStore blocks, Market market) {
        this.blocks = blocks;
        this.market = market;
    }

    @Override
    public String name() {
        return "attestation.chain-heads";
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
        if (Facts.read(event).orElse(null) instanceof HeadFinalized head && head.chainId() == market.chainId()) {
            return blocks.add(
                    transaction,
                    List.of(new FinalizedBlock(head.number(), head.hash(), Instant.ofEpochSecond(head.time()))));
        }
        return Facts.nothing();
    }
}
