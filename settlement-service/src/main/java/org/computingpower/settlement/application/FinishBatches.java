package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.computingpower.events.ChainFact.BatchSettled;
import org.computingpower.events.SettlementBatchEvent.BatchFinal;
import org.computingpower.settlement.domain.batch.BatchState;
import org.jboss.logging.Logger;

/** A batch reached a finalized block: its fees are posted, once per batch. */
@ApplicationScoped
public class FinishBatches {

    private static final Logger LOG = Logger.getLogger(FinishBatches.class);

    private final Batches batches;
    private final Ledger ledger;
    private final Events events;

    FinishBatches(Batches batches, Ledger ledger, Events events) {
        this.batches = batches;
        this.ledger = ledger;
        this.events = events;
    }

    /**
     * The chain applied a batch. Also one that was given up here: anybody may post what a quorum signed, and cumulative amounts make that
     * harmless. A batch of somebody else's making is shown by its items alone.
     */
    public Uni<Void> settled(SqlClient transaction, BatchSettled settled, UUID event) {
        return batches.find(transaction, settled.batchId()).chain(batch -> {
            if (batch.isEmpty() || batch.get().state() == BatchState.FINAL) {
                return Uni.createFrom().voidItem();
            }
            LOG.infof(
                    "Batch final: batchId=%s block=%d",
                    settled.batchId(), settled.at().blockNumber());
            return batches.finish(
                            transaction,
                            settled.batchId(),
                            settled.at().txHash(),
                            settled.at().blockNumber(),
                            settled.skipped())
                    .chain(() -> events.publish(
                            transaction,
                            List.of(new BatchFinal(
                                    settled.batchId(),
                                    settled.at().txHash(),
                                    settled.at().blockNumber()))))
                    .chain(() -> postFees(transaction, event));
        });
    }

    /** Posts the fees of final batches whose items have all been told; the facts of a batch arrive in any order. */
    public Uni<Void> postFees(SqlClient transaction, UUID cause) {
        return batches.takeFees(transaction, cause).chain(transfers -> ledger.post(transaction, transfers));
    }
}
