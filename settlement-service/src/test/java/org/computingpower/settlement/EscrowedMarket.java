package org.computingpower.settlement;

import org.computingpower.events.ChainFact;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.fixture.MarketBus;

/** The other services of the market and the escrow on the chain, which holds what they tell. */
final class EscrowedMarket extends MarketBus {

    EscrowedMarket(String bootstrapServers) {
        super(
                bootstrapServers,
                TopicNames.SETTLEMENT_ORDERS,
                TopicNames.SETTLEMENT_BATCHES,
                TopicNames.SETTLEMENT_SLASHES);
    }

    @Override
    public void tell(MarketEvent... facts) {
        for (MarketEvent fact : facts) {
            if (fact instanceof ChainFact onChain) {
                FakeEscrow.INSTANCE.apply(onChain);
            }
            super.tell(fact);
        }
    }
}
