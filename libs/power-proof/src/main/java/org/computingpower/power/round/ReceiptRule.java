package org.computingpower.power.round;

import java.util.Collection;
import java.util.Set;

/**
 * When something a node sent counts as in time: at least t validators of the set received it by the deadline, each by
 * its own clock and its own T0. The node's clock plays no role, and late receipt by a minority harms nobody.
 *
 * @param validators the validator set in force
 * @param threshold t, from 1 to the size of the set
 */
public record ReceiptRule(Set<ValidatorAddress> validators, int threshold) {

    /**
     * @throws IllegalArgumentException if the threshold is out of its bounds
     */
    public ReceiptRule {
        validators = Set.copyOf(validators);
        if (threshold < 1 || threshold > validators.size()) {
            throw new IllegalArgumentException("The threshold lies in [1, " + validators.size() + "]");
        }
    }

    /**
     * One validator's receipt, its signature already checked.
     *
     * @param validator who received
     * @param millisAfterRoundStart ms after that validator's own T0; may be negative by its clock
     */
    public record Receipt(ValidatorAddress validator, long millisAfterRoundStart) {}

    /** Whether the receipts make it in time. Outsiders and repeated receipts of one validator do not count. */
    public boolean isInTime(Collection<Receipt> receipts, long deadlineMillis) {
        return receipts.stream()
                        .filter(receipt -> receipt.millisAfterRoundStart() <= deadlineMillis)
                        .map(Receipt::validator)
                        .filter(validators::contains)
                        .distinct()
                        .count()
                >= threshold;
    }
}
