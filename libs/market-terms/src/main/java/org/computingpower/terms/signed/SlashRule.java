package org.computingpower.terms.signed;

/** Severity of a slash. */
public enum SlashRule implements Coded {
    /** First strike in a row. */
    S0(0),
    /** Strikes 2 to 11 in a row. */
    S1(1),
    /** Order ended for provider fault. */
    S2(2),
    /** At least 3 VOID in 24 hours. */
    S3(3),
    /** What a third party can recompute. */
    S4(4),
    /** Accepted evidence that a quorum refutes later. */
    S5(5);

    private final int code;

    SlashRule(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
