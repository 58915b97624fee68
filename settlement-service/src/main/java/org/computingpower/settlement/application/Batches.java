package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.events.BatchRefusal;
import org.computingpower.events.SignedBy;
import org.computingpower.settlement.domain.batch.BatchState;
import org.computingpower.settlement.domain.ledger.Transfer;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.SettlementBatch;

/** Stored settlement batches. */
public interface Batches {

    /** The newest batch. Only one transaction at a time gets past this call, so that batch numbers rise by one. */
    Uni<Optional<Stored>> newest(SqlClient transaction);

    /** One batch, locked. */
    Uni<Optional<Stored>> find(SqlClient transaction, Bytes32 batchId);

    /**
     * Orders whose cumulative amounts differ from the last signed batch and include every epoch up to {@code asOfEpoch}; closed orders first.
     */
    Uni<List<Candidate>> candidates(SqlClient transaction, long asOfEpoch, int limit);

    /** A new batch with its items. */
    Uni<Void> propose(
            SqlClient transaction, Bytes32 batchId, SettlementBatch batch, List<Candidate> items, Instant now);

    /** The batch is given up. */
    Uni<Void> supersede(SqlClient transaction, Bytes32 batchId, String reason);

    /** A quorum signed: its amounts count as submitted and its windows carry its id. */
    Uni<Void> ready(SqlClient transaction, Stored batch);

    /** The batch stands in a finalized block. */
    Uni<Void> finish(SqlClient transaction, Bytes32 batchId, Bytes32 txHash, long blockNumber, int skipped);

    /** Keeps a verified signature. */
    Uni<Void> sign(SqlClient transaction, Bytes32 batchId, SignedBy signature);

    /** Verified signatures, ascending by signer, as the contract demands. */
    Uni<List<SignedBy>> signatures(SqlClient transaction, Bytes32 batchId);

    /** Keeps a refusal and leaves its orders out of batches until an epoch; answers how many validators refused. */
    Uni<Integer> refuse(
            SqlClient transaction,
            Bytes32 batchId,
            Address validator,
            List<BatchRefusal> refusals,
            long leftOutUntilEpoch);

    /**
     * Fees of final batches that the ledger does not show yet, taken from what the chain says it applied. Marks them as posted: post the
     * transfers in the same transaction.
     */
    Uni<List<Transfer>> takeFees(SqlClient transaction, UUID cause);

    /**
     * A batch and its state.
     *
     * @param proposedAt when it was proposed
     */
    record Stored(Bytes32 batchId, SettlementBatch statement, BatchState state, Instant proposedAt) {}

    /**
     * An order that a batch should tell the chain about.
     *
     * @param feeCum the fee within what is released
     * @param closed whether the order is closed, so that its item is final
     */
    record Candidate(
            OrderId orderId, TokenAmount releasedCum, TokenAmount refundedCum, TokenAmount feeCum, boolean closed) {}
}
