package org.computingpower.settlement.application;

import java.util.Optional;
import org.computingpower.settlement.domain.ledger.AccountId;
import org.computingpower.terms.Address;

/**
 * Whose fees a withdrawal from the contract takes.
 *
 * @param validatorRewards the contract's account for the validators' share, if it is known
 */
public record FeeAccounts(Optional<Address> validatorRewards) {

    /** The ledger's account behind a withdrawal of fees to an address. */
    public AccountId accountOf(Address receiver) {
        return validatorRewards.filter(receiver::equals).isPresent()
                ? AccountId.VALIDATOR_REWARD
                : AccountId.PLATFORM_FEE;
    }
}
