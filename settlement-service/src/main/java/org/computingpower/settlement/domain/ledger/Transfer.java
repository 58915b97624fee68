package org.computingpower.settlement.domain.ledger;

import java.util.UUID;
import org.computingpower.terms.TokenAmount;

/**
 * One movement of money. The debit account's balance falls by the amount and the credit account's rises by it, so the sum of all
 * balances is always zero.
 *
 * @param id given by the caller and telling the reason, at most 200 characters: posting it again changes nothing, posting other
 *     fields under it is an error
 * @param debit the account that gives
 * @param credit the account that gets
 * @param amount base units, above zero
 * @param kind the reason
 * @param cause the event that moved it
 */
public record Transfer(
        String id, AccountId debit, AccountId credit, TokenAmount amount, TransferKind kind, UUID cause) {

    private static final int MAX_ID_LENGTH = 200;

    /**
     * @throws IllegalArgumentException if the amount is zero, both accounts are the same or the id is empty or too long
     */
    public Transfer {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("A transfer id has 1 to 200 characters. Found " + id.length());
        }
        if (amount.isZero()) {
            throw new IllegalArgumentException("A transfer moves at least one base unit");
        }
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("A transfer moves between two accounts. Found " + debit + " twice");
        }
    }
}
