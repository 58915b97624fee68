package org.computingpower.relayer.application;

import java.util.List;
import java.util.Optional;
import org.computingpower.events.ChainFact;
import org.computingpower.events.ChainPosition;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.terms.OrderId;

/** Reads the market's facts out of the logs of its contracts. */
public interface FactDecoder {

    /**
     * What a log says.
     *
     * @param eventSeq the contract's number of the event
     * @param effect id of the intent this is the effect of; empty if it is of none
     * @param feesNeeded orders whose fee rate is needed to tell the facts
     */
    record Heading(long eventSeq, Optional<String> effect, List<OrderId> feesNeeded) {
        /** Copies the list. */
        public Heading {
            feesNeeded = List.copyOf(feesNeeded);
        }
    }

    /** Fee rates of orders in basis points, frozen when the order was opened. */
    @FunctionalInterface
    interface FeeRates {
        /** Fee rate of an order. */
        int feeBps(OrderId orderId);
    }

    /**
     * Number and meaning of a log; empty for a log without number (roles, approvals), which no fact comes from.
     *
     * @throws IllegalArgumentException if it is an event of the contract but its bytes do not fit
     */
    Optional<Heading> heading(ChainLog log);

    /** The facts in a log, in order; none for an event the market has no fact for. */
    List<ChainFact> facts(ChainLog log, ChainPosition at, FeeRates fees);

    /** Fee rate of an order as the contract stores it; empty while the endpoint's head does not have the order. */
    Optional<Integer> feeBps(ChainNode node, OrderId orderId);
}
