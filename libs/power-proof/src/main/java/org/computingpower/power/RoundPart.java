package org.computingpower.power;

/** The part of an epoch in which its one round happens. The wire number is part of several hashes. */
public enum RoundPart {
    /** 5 to 65 % of the epoch. */
    PRIMARY(0),
    /** 70 to 90 % of the epoch, only after the primary part failed. */
    RESERVE(1);

    private final int wire;

    RoundPart(int wire) {
        this.wire = wire;
    }

    /** The unsigned byte in hashes. */
    public int wire() {
        return wire;
    }

    /**
     * @throws IllegalArgumentException if no part has this number
     */
    public static RoundPart ofWire(int wire) {
        return switch (wire) {
            case 0 -> PRIMARY;
            case 1 -> RESERVE;
            default -> throw new IllegalArgumentException("No round part has the number " + wire);
        };
    }
}
