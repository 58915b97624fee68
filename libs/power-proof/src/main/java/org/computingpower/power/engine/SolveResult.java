package org.computingpower.power.engine;

import java.util.Arrays;

/** What a search found. Immutable. */
public final class SolveResult {

    /** Why a search ended. */
    public enum End {
        /** Enough shares. */
        SHARE_LIMIT,
        /** The hash budget is used up: exactly the whole range was searched. */
        HASH_LIMIT,
        /** The request's stop signal. */
        STOPPED
    }

    private final long[] nonces;
    private final long hashes;
    private final End end;

    private SolveResult(long[] nonces, long hashes, End end) {
        this.nonces = nonces;
        this.hashes = hashes;
        this.end = end;
    }

    /** For engines: sorts distinct nonces and keeps the lowest of them if there are more than asked for. */
    public static SolveResult of(long[] unsorted, long hashes, SolveRequest request, boolean stopped) {
        long[] sorted = sortUnsigned(unsorted);
        boolean full = sorted.length >= request.maxShares();
        long[] kept = full ? Arrays.copyOf(sorted, request.maxShares()) : sorted;
        End end = full ? End.SHARE_LIMIT : stopped ? End.STOPPED : End.HASH_LIMIT;
        return new SolveResult(kept, hashes, end);
    }

    /** The shares' nonces, strictly ascending as unsigned numbers. A copy. */
    public long[] nonces() {
        return nonces.clone();
    }

    /** How many shares there are. */
    public int shares() {
        return nonces.length;
    }

    /** How many trials were made. */
    public long hashes() {
        return hashes;
    }

    /** Why the search ended. */
    public End end() {
        return end;
    }

    private static long[] sortUnsigned(long[] values) {
        long[] flipped = Arrays.stream(values)
                .map(value -> value ^ Long.MIN_VALUE)
                .sorted()
                .toArray();
        return Arrays.stream(flipped).map(value -> value ^ Long.MIN_VALUE).toArray();
    }
}
