package org.computingpower.relayer.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * One signed form of a transaction. All attempts of a transaction share the nonce, so at most one of them is ever mined.
 *
 * @param number 1 for the first, rising
 * @param hash transaction hash
 * @param raw the signed bytes; copied
 * @param fees what it offers
 * @param published when an endpoint first took it; empty before
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record Attempt(int number, Bytes32 hash, byte[] raw, Fees fees, Optional<Publication> published) {

    /**
     * The first time an endpoint took an attempt.
     *
     * @param head height of the chain's head then
     * @param at time then, by the clock of the instance that published it
     */
    public record Publication(long head, Instant at) {}

    /** Copies the bytes. */
    public Attempt {
        raw = raw.clone();
    }

    @Override
    public byte[] raw() {
        return raw.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attempt that
                && number == that.number
                && hash.equals(that.hash)
                && Arrays.equals(raw, that.raw)
                && fees.equals(that.fees)
                && published.equals(that.published);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "Attempt[" + number + ", " + hash + ", " + fees + "]";
    }
}
