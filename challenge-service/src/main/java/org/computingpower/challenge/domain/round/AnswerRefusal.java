package org.computingpower.challenge.domain.round;

import org.computingpower.power.proof.Refusal;

/** Why a commit or reveal is not taken. A refusal never changes a verdict. */
public sealed interface AnswerRefusal {

    /** No round of that epoch is open here. */
    record NotOpen(long epoch) implements AnswerRefusal {}

    /** The device is not on the epoch's roster. */
    record NotOnRoster(long epoch) implements AnswerRefusal {}

    /** No signature of the node's key. */
    record NotSignedByNode() implements AnswerRefusal {}

    /** The message is signed by the node, but for another order than the roster says. */
    record OtherOrder() implements AnswerRefusal {}

    /** Received after the deadline by this validator's clock. */
    record Late(long receivedAfterMillis, long deadlineMillis) implements AnswerRefusal {}

    /** A reveal without a commit. */
    record NothingCommitted() implements AnswerRefusal {}

    /** A second, different commit: kept as evidence. */
    record Contradicts() implements AnswerRefusal {}

    /** The nonces are not those whose hash was signed. */
    record OtherNonces() implements AnswerRefusal {}

    /** The node tried too often in this round. */
    record TooManyAttempts(int limit) implements AnswerRefusal {}

    /** The proof's own rules refuse it: other challenge, too many shares, wrong coding, other count or root. */
    record BrokenProof(Refusal reason) implements AnswerRefusal {}
}
