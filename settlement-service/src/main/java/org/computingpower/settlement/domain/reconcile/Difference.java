package org.computingpower.settlement.domain.reconcile;

import java.math.BigInteger;
import org.computingpower.terms.OrderId;

/**
 * An order about which ledger and contract do not say the same.
 *
 * @param orderId the order
 * @param ledger what the ledger says is on chain
 * @param chain what the contract says
 */
public record Difference(OrderId orderId, OrderNumbers ledger, OrderNumbers chain) {

    /** Base units; 0 if only one side calls the order closed. */
    public BigInteger drift() {
        return ledger.driftTo(chain);
    }
}
