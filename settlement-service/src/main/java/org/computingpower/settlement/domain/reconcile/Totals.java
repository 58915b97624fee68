package org.computingpower.settlement.domain.reconcile;

import java.math.BigInteger;
import org.computingpower.terms.TokenAmount;

/**
 * All orders together, base units.
 *
 * @param ledger what the ledger's accounts hold of deposits: not withdrawn yet, whoever it belongs to
 * @param owed what the contract owes: deposits less what was withdrawn
 * @param held tokens that the contract has
 */
public record Totals(TokenAmount ledger, TokenAmount owed, TokenAmount held) {

    /**
     * How far ledger and contract are apart, and how much the contract has too little. What it has too much is no drift:
     * anybody can send it tokens.
     */
    public BigInteger drift() {
        BigInteger shortage = owed.baseUnits().subtract(held.baseUnits()).max(BigInteger.ZERO);
        return ledger.baseUnits().subtract(owed.baseUnits()).abs().add(shortage);
    }
}
