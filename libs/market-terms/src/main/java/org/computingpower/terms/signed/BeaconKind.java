package org.computingpower.terms.signed;

/** Where the randomness of a round comes from. */
public enum BeaconKind implements Coded {
    /** A constant: tests only. */
    FIXED(0),
    /** Secrets of the validators. */
    COMMIT_REVEAL(1),
    /** Rounds of the drand network. */
    DRAND(2);

    private final int code;

    BeaconKind(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
