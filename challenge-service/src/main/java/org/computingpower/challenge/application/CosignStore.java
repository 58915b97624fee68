package org.computingpower.challenge.application;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.events.MarketEvent;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.SettlementBatch;

/** What a validator knows about batches and the money of orders. Every method is one transaction. Called from threads that may block. */
public interface CosignStore {

    /** A proposed batch that waits for an answer. */
    record Waiting(Bytes32 batchId, SettlementBatch batch, Instant receivedAt) {}

    /** Batches without an answer, oldest first, at most as many. */
    List<Waiting> waiting(int limit);

    /** What is known about orders; unknown ones are left out. */
    Map<OrderId, OrderDossier> dossiers(Collection<OrderId> orders, long throughEpoch);

    /**
     * Remembers the signature over a batch and its amounts, and publishes it.
     *
     * @return false, with nothing published, if another batch of that number was signed before
     */
    boolean signed(Waiting batch, MarketEvent event);

    /** Publishes a refusal. */
    void refused(Waiting batch, MarketEvent event);

    /** Gives the batch up without an answer. */
    void expired(Waiting batch);
}
