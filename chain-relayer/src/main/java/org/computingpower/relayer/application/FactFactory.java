package org.computingpower.relayer.application;

import java.util.ArrayList;
import java.util.List;
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

    private final FactDecoder decoder;
    private final InboundBooks books;
    private final long chainId;

    FactFactory(FactDecoder decoder, InboundBooks books, long chainId) {
        this.decoder = decoder;
        this.books = books;
        this.chainId = chainId;
    }

    /** Asks the chain for the fee rates that these logs need and that are not remembered. */
    void learnFees(Endpoints.View view, List<NumberedLog> logs) {
        for (NumberedLog log : logs) {
            for (OrderId orderId : log.heading().feesNeeded()) {
                if (books.feeBps(orderId).isEmpty()) {
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
                orderId -> books.feeBps(orderId)
                        .orElseThrow(() -> new IllegalStateException("No fee rate of order " + orderId)));
    }
}
