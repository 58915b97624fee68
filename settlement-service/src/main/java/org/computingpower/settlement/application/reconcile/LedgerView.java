package org.computingpower.settlement.application.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.computingpower.settlement.domain.reconcile.OrderNumbers;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/** The ledger's side of the comparison. Every method blocks: for a worker thread, never for an event loop. */
public interface LedgerView {

    /** Orders with a final deposit after an id, ascending. */
    SortedMap<OrderId, OrderNumbers> page(OrderId after, int limit);

    /** Which of these orders have no final deposit in the ledger. */
    Set<OrderId> unknown(Collection<OrderId> orders);

    /** What all accounts hold of deposits, less final withdrawals that wait, with final deposits that wait; base units. */
    TokenAmount held();

    /** Remembers a report for good. */
    void add(ReconciliationReport report);

    /** Reports, the newest first. */
    List<ReconciliationReport> reports(int limit);
}
