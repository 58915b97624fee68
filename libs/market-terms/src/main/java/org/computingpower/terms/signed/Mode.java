package org.computingpower.terms.signed;

/** How a node proves its power in a round. */
public enum Mode implements Coded {
    /** No tenant. */
    STANDBY(0),
    /** The tenant's containers pause for the round. */
    EXCLUSIVE(1),
    /** Solver and tenant run at once on a reserved share. */
    SHARED(2),
    /** A full round that decides about shared ones. */
    AUDIT(3),
    /** A round that measures a node without a rating. */
    CALIBRATION(4);

    private final int code;

    Mode(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
