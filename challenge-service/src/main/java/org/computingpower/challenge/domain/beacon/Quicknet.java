package org.computingpower.challenge.domain.beacon;

/**
 * When the rounds of the public drand network "quicknet" are due. Pinned: no endpoint is asked for any of this. Source: the network's chain
 * information, hash {@link #CHAIN_HASH}, which binds period, genesis and public key.
 */
public final class Quicknet {

    /** Names the chain in addresses of its rounds; 64 hex digits. */
    public static final String CHAIN_HASH = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";

    /** Milliseconds between two rounds. */
    public static final long PERIOD_MILLIS = 3_000;

    /** When round 1 was due: 2023-08-23T15:09:27Z in Unix milliseconds. */
    public static final long GENESIS_MILLIS = 1_692_803_367_000L;

    private Quicknet() {}

    /** When a round is due, Unix milliseconds. */
    public static long dueMillis(long round) {
        return Math.addExact(GENESIS_MILLIS, Math.multiplyExact(round - 1, PERIOD_MILLIS));
    }

    /** The first round that is due at or after an instant; 1 before the network began. */
    public static long firstAtOrAfter(long unixMillis) {
        return Math.max(1, 1 + Math.ceilDiv(unixMillis - GENESIS_MILLIS, PERIOD_MILLIS));
    }
}
