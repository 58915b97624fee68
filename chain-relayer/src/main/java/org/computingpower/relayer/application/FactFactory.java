package org.computingpower.relayer.application;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.events.ChainFact;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.FactLevel;
import org.computingpower.events.MarketEvent;
import org.computingpower.relayer.application.InboundBooks.NumberedLog;
import org.computingpower.relayer.application.InboundBooks.StoredLog;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.terms.OrderId;

/** Makes facts out of logs, with the fee rates that the logs themselves do not carry. */
final class FactFactory {

    /** 100,000 × about 150 bytes = 15 MiB. */
    private static final int CACHED_RATES = 100_000;

    private final FactDecoder decoder;
    private final InboundBooks books;
    private final long chainId;

    /** Rates never change: the order's id is the hash of its terms. */
    private final Map<OrderId, Integer> rates = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OrderId, Integer> eldest) {
            return size() > CACHED_RATES;
        }
    };

    FactFactory(FactDecoder decoder, InboundBooks books, long chainId) {
        this.decoder = decoder;
        this.books = books;
        this.chainId = chainId;
    }

    /** Asks the chain for the fee rates that these logs need and that are not remembered. */
    void learnFees(Endpoints.View view, List<NumberedLog> logs) {
        for (NumberedLog log : logs) {
            for (OrderId orderId : log.heading().feesNeeded()) {
                if (known(orderId).isEmpty()) {
                    int feeBps = view.firstOf(node -> decoder.feeBps(node, orderId))
                            .orElseThrow(() -> new ChainUnavailableException("No fee rate of order " + orderId));
                    books.rememberFeeBps(orderId, feeBps);
                }
            }
        }
    }

    List<MarketEvent> facts(ChainBlock block, List<NumberedLog> logs, FactLevel level) {
        List<MarketEvent> facts = new ArrayList<>();
        for (NumberedLog log : logs) {
            facts.addAll(facts(log.log(), log.heading().eventSeq(), block, level));
        }
        return facts;
    }

    List<MarketEvent> finalFacts(List<StoredLog> logs) {
        List<MarketEvent> facts = new ArrayList<>();
        for (StoredLog log : logs) {
            facts.addAll(facts(log.log(), log.eventSeq(), log.block(), FactLevel.FINAL));
        }
        return facts;
    }

    /** What takes these facts back, the last one first. */
    List<MarketEvent> reverted(List<StoredLog> newestFirst) {
        List<MarketEvent> reverted = new ArrayList<>();
        for (StoredLog log : newestFirst) {
            for (ChainFact fact : facts(log.log(), log.eventSeq(), log.block(), FactLevel.SEEN)
                    .reversed()) {
                reverted.add(new ChainFact.FactReverted(fact.getClass().getSimpleName(), fact.key(), fact.at()));
            }
        }
        return reverted;
    }

    private List<ChainFact> facts(ChainLog log, long eventSeq, ChainBlock block, FactLevel level) {
        ChainPosition at = new ChainPosition(
                chainId,
                log.contract(),
                log.blockNumber(),
                log.blockHash(),
                block.time().getEpochSecond(),
                log.txHash(),
                log.logIndex(),
                eventSeq,
                level);
        return decoder.facts(
                log,
                at,
                orderId ->
                        known(orderId).orElseThrow(() -> new IllegalStateException("No fee rate of order " + orderId)));
    }

    private Optional<Integer> known(OrderId orderId) {
        Integer cached = rates.get(orderId);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<Integer> stored = books.feeBps(orderId);
        stored.ifPresent(feeBps -> rates.put(orderId, feeBps));
        return stored;
    }
}
