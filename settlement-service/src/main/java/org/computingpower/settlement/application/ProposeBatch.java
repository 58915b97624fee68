package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.computingpower.events.SettlementBatchEvent.BatchProposed;
import org.computingpower.events.SettlementBatchEvent.BatchSuperseded;
import org.computingpower.settlement.application.Batches.Candidate;
import org.computingpower.settlement.application.Batches.Stored;
import org.computingpower.settlement.domain.batch.BatchSchedule;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.jboss.logging.Logger;

/** Gives up a batch that found no quorum in time, and proposes the next one when it is due. */
@ApplicationScoped
public class ProposeBatch {

    private static final Logger LOG = Logger.getLogger(ProposeBatch.class);

    private final Market market;
    private final Batches batches;
    private final Events events;

    ProposeBatch(Market market, Batches batches, Events events) {
        this.market = market;
        this.batches = batches;
        this.events = events;
    }

    /**
     * One look at the schedule.
     *
     * @param asOfEpoch the last epoch whose windows are settled
     */
    public Uni<Void> tick(SqlClient transaction, long asOfEpoch, Instant now) {
        return batches.newest(transaction)
                .chain(newest -> newest.filter(
                                batch -> market.batches().isExpired(batch.state(), batch.proposedAt(), now))
                        .map(batch -> giveUp(transaction, batch))
                        .orElseGet(() -> proposeIfDue(transaction, newest, asOfEpoch, now)));
    }

    private Uni<Void> giveUp(SqlClient transaction, Stored batch) {
        String reason = "No quorum within " + market.batches().cosignTimeout().toSeconds() + " s";
        LOG.warnf("Batch superseded: batchId=%s reason=%s", batch.batchId(), reason);
        return batches.supersede(transaction, batch.batchId(), reason)
                .chain(() -> events.publish(transaction, List.of(new BatchSuperseded(batch.batchId(), reason))));
    }

    private Uni<Void> proposeIfDue(SqlClient transaction, Optional<Stored> newest, long asOfEpoch, Instant now) {
        if (asOfEpoch < 0) {
            return Uni.createFrom().voidItem();
        }
        return batches.candidates(transaction, asOfEpoch, BatchSchedule.MAX_ITEMS)
                .chain(candidates -> {
                    boolean finalItemWaits = candidates.stream().anyMatch(Candidate::closed);
                    boolean due = newest.map(batch -> market.batches()
                                    .isDue(batch.state(), batch.statement().asOfEpoch(), asOfEpoch, finalItemWaits))
                            .orElse(true);
                    return due && !candidates.isEmpty()
                            ? propose(transaction, newest, candidates, asOfEpoch, now)
                            : Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> propose(
            SqlClient transaction, Optional<Stored> newest, List<Candidate> candidates, long asOfEpoch, Instant now) {
        long batchNo = newest.map(batch -> batch.statement().batchNo()).orElse(0L) + 1;
        List<SettlementItem> items = candidates.stream()
                .sorted(Comparator.comparing(Candidate::orderId))
                .map(candidate -> new SettlementItem(
                        candidate.orderId(), candidate.releasedCum(), candidate.refundedCum(), candidate.closed()))
                .toList();
        SettlementBatch batch = new SettlementBatch(market.setVersion(), batchNo, asOfEpoch, items);
        Bytes32 batchId = batch.batchId(market.domains());
        LOG.infof("Batch proposed: batchId=%s batchNo=%d items=%d", batchId, batchNo, items.size());
        return batches.propose(transaction, batchId, batch, candidates, now)
                .chain(() -> events.publish(transaction, List.of(new BatchProposed(batchId, batch))));
    }
}
