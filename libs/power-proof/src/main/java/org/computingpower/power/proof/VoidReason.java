package org.computingpower.power.proof;

/**
 * Why a proof is VOID: the committed root covers something that is no list of shares. Fraud by the holder of the node
 * key, and provable by anyone.
 */
public sealed interface VoidReason {

    /** Position among all nonces of the proof, from 0. */
    int index();

    /** The unsigned nonce at that position. */
    long nonce();

    /** The trial of this nonce is not below the target; so it looks when shares of another challenge are replayed. */
    record NotAShare(int index, long nonce) implements VoidReason {}

    /** The nonce equals the one before it. */
    record Duplicate(int index, long nonce) implements VoidReason {}

    /** The nonce is below the one before it. */
    record Descending(int index, long nonce) implements VoidReason {}
}
