package org.computingpower.power;

/** How a device is measured in a round. The wire number is part of the parameters' hash. */
public enum ProofMode {
    /** No tenant: the whole device is measured. */
    STANDBY(0),
    /** A tenant is there and is paused for the round; the service clock stops for exactly the window. */
    EXCLUSIVE(1),
    /** The tenant keeps running; a reserved fraction phi of the device is measured. */
    SHARED(2),
    /** A shared device in an audit epoch: tenant paused, full rated power. */
    AUDIT(3),
    /** One of the rounds that rate a device; the target comes from the advertised power. */
    CALIBRATION(4);

    private final int wire;

    ProofMode(int wire) {
        this.wire = wire;
    }

    /** The unsigned byte in the parameters record. */
    public int wire() {
        return wire;
    }

    /**
     * @throws IllegalArgumentException if no mode has this number
     */
    public static ProofMode ofWire(int wire) {
        for (ProofMode mode : values()) {
            if (mode.wire == wire) {
                return mode;
            }
        }
        throw new IllegalArgumentException("No proof mode has the number " + wire);
    }
}
