package org.computingpower.relayer.domain;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.terms.Address;

/**
 * What stands in front of the signer: whatever else is wrong in this service, the key signs only these calls and spends
 * only this much gas a day.
 *
 * @param allowed selectors allowed per contract, {@code 0x} and 8 hex digits
 * @param dailyBudgetWei most wei that one UTC day's transactions may cost together
 */
public record SignerPolicy(Map<Address, Set<String>> allowed, BigInteger dailyBudgetWei) {

    /** Copies the map. */
    public SignerPolicy {
        allowed = Map.copyOf(allowed);
    }

    /** Why the key does not sign. */
    public sealed interface Refusal {
        /** Contract or function is not on the list. */
        record NotAllowed(Address contract, String selector) implements Refusal {}

        /** The day's budget does not cover it; tomorrow's may. */
        record BudgetSpent(BigInteger spentWei, BigInteger neededWei, BigInteger dailyBudgetWei) implements Refusal {}
    }

    /** Whether the list has the call. */
    public Optional<Refusal> refuses(ContractCall call) {
        return allowed.getOrDefault(call.contract(), Set.of()).contains(call.selector())
                ? Optional.empty()
                : Optional.of(new Refusal.NotAllowed(call.contract(), call.selector()));
    }

    /**
     * Whether the day's budget covers an attempt.
     *
     * @param spentWei worst case of the day's other transactions
     */
    public Optional<Refusal> refuses(BigInteger spentWei, BigInteger gasLimit, Fees fees) {
        BigInteger needed = fees.maxFeePerGas().multiply(gasLimit);
        return spentWei.add(needed).compareTo(dailyBudgetWei) <= 0
                ? Optional.empty()
                : Optional.of(new Refusal.BudgetSpent(spentWei, needed, dailyBudgetWei));
    }
}
