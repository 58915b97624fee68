package org.computingpower.terms.quorum;

/** What became of a vote. */
public sealed interface CastResult<K, V> {

    /** The vote counts; the tally with it. */
    record Counted<K, V>(QuorumTally<K, V> tally) implements CastResult<K, V> {}

    /** The same validator stated the same before: a redelivery, nothing changed. */
    record Repeated<K, V>() implements CastResult<K, V> {}

    /** The vote does not count, nothing changed. */
    record Refused<K, V>(Reason reason) implements CastResult<K, V> {}

    /**
     * The validator stated something else before. Neither statement counts from now on; a fact that was reached stays.
     *
     * @param tally the tally without the validator's votes
     * @param evidence both statements
     */
    record Equivocated<K, V>(QuorumTally<K, V> tally, Equivocation<V> evidence) implements CastResult<K, V> {}

    /** Why a vote does not count. */
    enum Reason {
        /** The signer is not in this version of the set. */
        NOT_A_MEMBER,
        /** The statement names another version of the set. */
        OTHER_SET_VERSION,
        /** The signer contradicted itself on this subject before. */
        EQUIVOCATED_BEFORE
    }
}
