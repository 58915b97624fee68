package org.computingpower.relayer.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.OptionalLong;

/**
 * How many endpoints must agree before a block is final.
 *
 * @param endpoints endpoints configured
 * @param needed endpoints that must agree; a majority unless the operator asks for more
 */
public record FinalityQuorum(int endpoints, int needed) {

    /** @throws IllegalArgumentException unless {@code endpoints/2 < needed <= endpoints} */
    public FinalityQuorum {
        if (needed > endpoints || needed * 2 <= endpoints) {
            throw new IllegalArgumentException("A finality quorum is a majority of the endpoints");
        }
    }

    /** The smallest majority: 1 of 1, 2 of 2, 2 of 3. */
    public static FinalityQuorum majorityOf(int endpoints) {
        return new FinalityQuorum(endpoints, endpoints / 2 + 1);
    }

    /** The highest height that enough endpoints call final; empty if too few answered. */
    public OptionalLong height(Collection<Long> finalizedHeights) {
        return finalizedHeights.stream()
                .sorted(Comparator.reverseOrder())
                .skip(needed - 1L)
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
