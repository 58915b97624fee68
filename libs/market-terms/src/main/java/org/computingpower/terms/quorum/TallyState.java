package org.computingpower.terms.quorum;

import java.util.List;

/** How far a tally is. */
public sealed interface TallyState<V> {

    /**
     * No value has enough votes yet.
     *
     * @param agreeing most votes that any value has
     * @param threshold votes needed
     */
    record Pending<V>(int agreeing, int threshold) implements TallyState<V> {}

    /**
     * A value is a fact, for good.
     *
     * @param value the value
     * @param votes the votes for it, ascending by signer as contracts demand
     */
    record Reached<V>(V value, List<Vote<V>> votes) implements TallyState<V> {

        /** Copies the list. */
        public Reached {
            votes = List.copyOf(votes);
        }
    }

    /**
     * No value can become a fact any more.
     *
     * @param votes all votes, ascending by signer
     */
    record Split<V>(List<Vote<V>> votes) implements TallyState<V> {

        /** Copies the list. */
        public Split {
            votes = List.copyOf(votes);
        }
    }
}
