package org.computingpower.power.round;

/** Where the randomness of a round comes from. The wire number is part of the epoch seed. */
public enum BeaconKind {
    /** A constant. For tests only: everybody knows it ahead. */
    FIXED(0),
    /** Secrets that validators committed to one epoch ahead. */
    COMMIT_REVEAL(1),
    /** The public drand network. */
    DRAND(2);

    private final int wire;

    BeaconKind(int wire) {
        this.wire = wire;
    }

    /** The unsigned 16-bit number in the epoch seed. */
    public int wire() {
        return wire;
    }

    /**
     * @throws IllegalArgumentException if no beacon has this number
     */
    public static BeaconKind ofWire(int wire) {
        return switch (wire) {
            case 0 -> FIXED;
            case 1 -> COMMIT_REVEAL;
            case 2 -> DRAND;
            default -> throw new IllegalArgumentException("No beacon kind has the number " + wire);
        };
    }
}
