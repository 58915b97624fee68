package org.computingpower.relayer.domain;

import java.util.Collection;

/** What the chain's count of a key's transactions says about the relayer's own books. */
public sealed interface NonceVerdict {

    /** Every nonce the chain has used belongs to a transaction of ours. */
    record Consistent() implements NonceVerdict {}

    /**
     * The chain's head counts a nonce that this database never gave away. It may still be replaced, so nothing is
     * decided, but no new nonce is given away meanwhile.
     *
     * @param nonce the lowest such nonce
     */
    record Suspicious(long nonce) implements NonceVerdict {}

    /**
     * A finalized block holds a nonce that this database never gave away or whose receipts nobody has: another program
     * holds the key, or the database is an old backup. The key is stopped; nothing is guessed.
     *
     * @param nonce the lowest such nonce
     */
    record UsedByUnknown(long nonce) implements NonceVerdict {}

    /**
     * Holds the books against the chain.
     *
     * @param nextNonce the nonce this database gives away next
     * @param latestCount transactions of the key up to the chain's head
     * @param finalizedCount transactions of the key up to the finalized block
     * @param withoutReceipt nonces in flight none of whose attempts has a receipt on any endpoint
     */
    static NonceVerdict judge(long nextNonce, long latestCount, long finalizedCount, Collection<Long> withoutReceipt) {
        if (finalizedCount > nextNonce) {
            return new UsedByUnknown(nextNonce);
        }
        // A lagging endpoint may miss a receipt near the head; below the finalized block there is no such excuse.
        for (long nonce : withoutReceipt.stream().sorted().toList()) {
            if (nonce < finalizedCount) {
                return new UsedByUnknown(nonce);
            }
        }
        return latestCount > nextNonce ? new Suspicious(nextNonce) : new Consistent();
    }
}
