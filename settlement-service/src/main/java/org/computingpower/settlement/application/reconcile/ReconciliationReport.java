package org.computingpower.settlement.application.reconcile;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.computingpower.settlement.domain.reconcile.Difference;
import org.computingpower.settlement.domain.reconcile.Totals;
import org.computingpower.terms.Bytes32;

/**
 * Ledger and contracts at one finalized block.
 *
 * @param at when it was made
 * @param blockNumber the block
 * @param blockHash its hash
 * @param orders orders compared
 * @param differing orders about which the sides differ
 * @param orderDrift base units, added up over all orders
 * @param totalDrift base units, of all orders together
 * @param totals all orders together
 * @param differences the first {@value #MAX_DIFFERENCES} of the differing orders
 */
public record ReconciliationReport(
        Instant at,
        long blockNumber,
        Bytes32 blockHash,
        long orders,
        long differing,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigInteger orderDrift,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigInteger totalDrift,
        Totals totals,
        List<Difference> differences) {

    /** More would not help anybody, and a report stays below 100 KiB. */
    public static final int MAX_DIFFERENCES = 100;

    /** Copies the list. */
    public ReconciliationReport {
        differences = List.copyOf(differences);
    }

    /** Whether both sides say the same about everything. */
    public boolean agrees() {
        return differing == 0 && orderDrift.signum() == 0 && totalDrift.signum() == 0;
    }
}
