package org.computingpower.relayer.application;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.relayer.domain.Attempt;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.domain.TxReceipt;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/**
 * The durable side of sending. Every write of a leaseholder carries its fencing token and throws
 * {@link LeaseLostException}, with nothing written, once another instance holds the lease. Methods block.
 */
public interface OutboundBooks {

    /**
     * Takes or renews the lease of a key; empty while another instance holds it. Database time decides.
     *
     * @param instance who asks
     * @param term how long it lasts without renewal
     */
    Optional<Lease> lease(Address key, UUID instance, Duration term);

    /** First use of a key: its first nonce is the number of transactions it has made so far. */
    void startKey(Lease lease, long firstNonce);

    /** Stops a key for good; an operator starts it again. */
    void stopKey(Lease lease, String reason);

    /**
     * Starts a stopped key again at a nonce. Intents of displaced transactions wait for another nonce.
     *
     * @param displaced nonces in flight that finalized transactions of somebody else used
     */
    void resync(Lease lease, long nextNonce, List<Long> displaced);

    /** Why the follower is halted: a finality promise was broken. Empty if it is not. */
    Optional<String> halted();

    /** Intents that wait for a nonce and whose time has come, oldest first. */
    List<Waiting> waiting(int limit, Instant now);

    /** Transactions in flight in nonce order. */
    List<InFlight> inFlight(Address key);

    /** Worst case in wei of all transactions of the key first signed since then, in flight or done. */
    BigInteger committedWei(Address key, Instant since);

    /** The effect of an intent as the follower saw it, by whomever's transaction. */
    Optional<Effect> effect(String intentId);

    /** Gives away the lease's next nonce: nonce, transaction and first attempt in one transaction. */
    void assign(Lease lease, Intent intent, long nonce, BigInteger gasLimit, Attempt attempt, Instant now);

    /** Stores a replacement before it is broadcast. */
    void addAttempt(Lease lease, long nonce, Attempt attempt, Instant now);

    /** Remembers the first time an endpoint took an attempt. */
    void published(Lease lease, Bytes32 hash, Attempt.Publication publication);

    /** A finalized block holds the transaction: the intent is final, or failed if it was reverted. */
    void finish(Lease lease, InFlight tx, TxReceipt receipt, Outcome outcome);

    /** The intent needs no transaction any more. */
    void close(Lease lease, String intentId, Outcome outcome);

    /** The intent is looked at again later. */
    void postpone(Lease lease, String intentId, String reason, Instant until);

    /**
     * The right to use a key.
     *
     * @param key the key
     * @param token fencing token, rising with every new holder
     * @param nextNonce the nonce to give away next; empty before the first use
     * @param stopped why the key is stopped; empty if it is not
     * @param resyncRequested whether an operator wants it started again where the chain stands
     */
    record Lease(
            Address key, long token, Optional<Long> nextNonce, Optional<String> stopped, boolean resyncRequested) {}

    /**
     * An intent without nonce.
     *
     * @param intent the intent
     * @param postponed how often it was put off
     */
    record Waiting(Intent intent, int postponed) {}

    /**
     * A transaction that is not final.
     *
     * @param intent what it is for
     * @param nonce its nonce
     * @param gasLimit its gas limit
     * @param attempts all signed forms, oldest first; never empty
     */
    record InFlight(Intent intent, long nonce, BigInteger gasLimit, List<Attempt> attempts) {
        /** Copies the list. */
        public InFlight {
            attempts = List.copyOf(attempts);
        }

        /** The newest attempt. */
        public Attempt last() {
            return attempts.getLast();
        }
    }

    /**
     * An effect on chain.
     *
     * @param txHash the transaction that had it
     * @param isFinal whether its block is finalized
     */
    record Effect(Bytes32 txHash, boolean isFinal) {}

    /** How an intent ended. */
    enum Outcome {
        /** Our transaction went through. */
        EXECUTED,
        /** Somebody else's transaction had the effect, or a newer one took its place. */
        ON_CHAIN_BY_OTHER,
        /** Withdrawn by its owner before it was sent, or overtaken on chain. */
        SUPERSEDED,
        /** The contract can never accept it. */
        INVALID,
        /** Our transaction was mined and reverted. */
        REVERTED
    }
}
