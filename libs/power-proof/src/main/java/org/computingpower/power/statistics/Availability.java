package org.computingpower.power.statistics;

/**
 * Which of the last 48 rounds a device missed: it was silent, or what it sent is VOID, which shows no power either. Six or
 * more unlist it; nothing else follows, because a lost round may be the network's fault. Integers only. Immutable.
 *
 * @param missedBits bit 0 is the latest round; only the lowest 48 bits are used
 */
public record Availability(long missedBits) {

    /** Nothing missed. */
    public static final Availability START = new Availability(0);

    /** 48 rounds = one day of half-hour epochs. */
    public static final int ROUNDS = 48;

    /** So many missed rounds unlist. */
    public static final int MAX_MISSED = 6;

    private static final long MASK = (1L << ROUNDS) - 1;

    /**
     * @throws IllegalArgumentException if a bit beyond the 48 is set
     */
    public Availability {
        if ((missedBits & ~MASK) != 0) {
            throw new IllegalArgumentException("Only the last 48 rounds are kept");
        }
    }

    /** The state after one more round. */
    public Availability next(boolean missed) {
        return new Availability(((missedBits << 1) | (missed ? 1 : 0)) & MASK);
    }

    /** How many of the last 48 rounds were missed. */
    public int missed() {
        return Long.bitCount(missedBits);
    }

    /** Whether the device is unlisted. */
    public boolean isUnlisting() {
        return missed() >= MAX_MISSED;
    }
}
