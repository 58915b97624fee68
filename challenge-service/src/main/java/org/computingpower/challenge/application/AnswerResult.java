package org.computingpower.challenge.application;

import org.computingpower.challenge.domain.round.AnswerRefusal;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;

/** What a node gets for a commit or reveal. */
public sealed interface AnswerResult {

    /** A commit that is durable; this is the validator's signed word for when it came. */
    record Receipted(CommitReceipt receipt, Address validator, Signature signature) implements AnswerResult {}

    /**
     * A reveal that is durable.
     *
     * @param receivedAtMillis when it came, Unix milliseconds
     */
    record Taken(long receivedAtMillis) implements AnswerResult {}

    /** It is not taken. */
    record Refused(AnswerRefusal reason) implements AnswerResult {}

    /** Too many answers wait; the node tries again. */
    record Overloaded() implements AnswerResult {}
}
