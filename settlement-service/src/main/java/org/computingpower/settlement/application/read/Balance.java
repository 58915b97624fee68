package org.computingpower.settlement.application.read;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.computingpower.terms.TokenAmount;

/**
 * An order's money at the three levels.
 *
 * @param orderId the order
 * @param pendingDeposit a deposit seen in a block that is not final yet; zero once it is final
 * @param deposit the final deposit
 * @param accrued by settled windows
 * @param submitted by the last batch that a quorum signed
 * @param finalized by the last batch in a finalized block; only this can be withdrawn
 */
public record Balance(
        String orderId,
        TokenAmount pendingDeposit,
        TokenAmount deposit,
        Totals accrued,
        Totals submitted,
        @JsonProperty("final") Totals finalized) {}
