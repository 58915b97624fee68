package org.computingpower.terms.signed;

/** A validator's verdict on one challenge. */
public enum ProofResult implements Coded {
    /** Enough valid shares in time. */
    PASS(0),
    /** Valid shares, but too few. */
    FAIL(1),
    /** No commit or no reveal in time. */
    MISSING(2),
    /** A false share under the signed root. */
    VOID(3);

    private final int code;

    ProofResult(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
