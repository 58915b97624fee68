package org.computingpower.power.engine;

import java.util.function.BooleanSupplier;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.ShareTarget;
import org.computingpower.power.proof.ProofAssignment;

/**
 * What to search and when to stop, whichever comes first.
 *
 * @param challenge C
 * @param target T
 * @param nonceStart first nonce, unsigned
 * @param maxShares stop at so many shares, 1 to 131072
 * @param maxHashes stop after exactly so many trials, 1 or more; the range must not pass 2^64
 * @param stop asked between batches, at least every 50 ms; true ends the search
 */
public record SolveRequest(
        Hash32 challenge, ShareTarget target, long nonceStart, int maxShares, long maxHashes, BooleanSupplier stop) {

    private static final long MILLIS_PER_SECOND = 1_000;

    /**
     * @throws IllegalArgumentException if a bound is violated
     */
    public SolveRequest {
        if (maxShares < 1 || maxShares > ProofParameters.MAX_SHARES) {
            throw new IllegalArgumentException("The share limit lies in [1, " + ProofParameters.MAX_SHARES + "]");
        }
        if (maxHashes < 1 || Long.compareUnsigned(maxHashes - 1, ~nonceStart) > 0) {
            throw new IllegalArgumentException("The range of nonces is not empty and ends before 2^64");
        }
    }

    /** The search for an assignment from nonce 0 without a limit of hashes. */
    public static SolveRequest of(ProofAssignment assignment, BooleanSupplier stop) {
        return new SolveRequest(
                assignment.challenge(),
                assignment.target(),
                0,
                assignment.parameters().maxShares(),
                Long.MAX_VALUE,
                stop);
    }

    /**
     * The same search with the work of {@code solver.max-hash-rate}: cap * W hashes, after which the device is free.
     *
     * @param maxHashesPerSecond the cap, 1 or more
     * @param windowMillis W in ms
     */
    public SolveRequest cappedAt(long maxHashesPerSecond, int windowMillis) {
        if (maxHashesPerSecond < 1 || windowMillis < 1) {
            throw new IllegalArgumentException("A cap is a positive rate over a positive window");
        }
        long budget = Math.max(1, Math.multiplyExact(maxHashesPerSecond, (long) windowMillis) / MILLIS_PER_SECOND);
        return new SolveRequest(challenge, target, nonceStart, maxShares, Math.min(budget, maxHashes), stop);
    }

    /** The same search over exactly these nonces. */
    public SolveRequest over(long firstNonce, long hashes) {
        return new SolveRequest(challenge, target, firstNonce, maxShares, hashes, stop);
    }
}
