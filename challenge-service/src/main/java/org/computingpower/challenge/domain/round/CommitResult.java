package org.computingpower.challenge.domain.round;

/** What became of a commit. */
public sealed interface CommitResult {

    /**
     * It stands.
     *
     * @param isNew false if exactly this commit stood before
     * @param receivedAtMillis Unix milliseconds of this validator's first receipt
     */
    record Stands(SignedCommit commit, boolean isNew, long receivedAtMillis) implements CommitResult {}

    /**
     * The node signed two commits for one challenge: the first stands, both are evidence that anybody can check.
     *
     * @param first the one that stands
     * @param second the other
     */
    record Equivocates(SignedCommit first, SignedCommit second) implements CommitResult {}

    /** It is not taken. */
    record Refused(AnswerRefusal reason) implements CommitResult {}
}
