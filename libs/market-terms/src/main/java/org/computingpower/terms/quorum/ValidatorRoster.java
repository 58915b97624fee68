package org.computingpower.terms.quorum;

import java.util.Set;
import org.computingpower.terms.Address;

/**
 * One version of the validator set.
 *
 * @param setVersion its version
 * @param members addresses of the validators, 1 to 256
 * @param threshold how many must agree; more than half, so that two values can never both be a fact
 */
public record ValidatorRoster(long setVersion, Set<Address> members, int threshold) {

    private static final int MAX_MEMBERS = 256;

    /**
     * @throws IllegalArgumentException if there are no or too many members, or the threshold is not a majority of them
     */
    public ValidatorRoster {
        members = Set.copyOf(members);
        if (members.isEmpty() || members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("A validator set has 1 to 256 members. Found " + members.size());
        }
        if (threshold > members.size() || 2 * threshold <= members.size()) {
            throw new IllegalArgumentException(
                    "A threshold is a majority. Found " + threshold + " of " + members.size());
        }
    }
}
