package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.computingpower.settlement.application.read.Balance;
import org.computingpower.settlement.application.read.BatchView;
import org.computingpower.settlement.application.read.LedgerEntry;
import org.computingpower.settlement.application.read.Reconciliation;
import org.computingpower.settlement.application.read.SlashView;
import org.computingpower.settlement.application.read.Statement;

/** Queries of the REST interface. Who may see an order is part of the query. */
public interface Reads {

    /**
     * Who asks.
     *
     * @param subject OIDC subject
     * @param operator whether every order may be seen
     */
    record Reader(String subject, boolean operator) {}

    /** The statement of an order; empty if there is none or it is not the reader's. */
    Uni<Optional<Statement>> statement(String orderId, Reader reader);

    /** The balance of an order; empty if there is none or it is not the reader's. */
    Uni<Optional<Balance>> balance(String orderId, Reader reader);

    /** Batches, the newest first, with numbers below {@code beforeNo}. */
    Uni<List<BatchView>> batches(long beforeNo, int limit);

    /** One batch. */
    Uni<Optional<BatchView>> batch(String batchId);

    /** Proposed slashes, the newest first, with numbers below {@code beforeNo}. */
    Uni<List<SlashView>> slashes(long beforeNo, int limit);

    /** All entries of the escrow account of an order, and of the other legs of its transfers. */
    Uni<List<LedgerEntry>> ledger(String orderId);

    /** What the ledger says is on chain. */
    Uni<Reconciliation> reconciliation();
}
