package org.computingpower.terms.signed;

/** Status of a platform's trusted computing base, in Intel's words. */
public enum TcbStatus implements Coded {
    /** Up to date. */
    UP_TO_DATE(0),
    /** Sw hardening needed. */
    SW_HARDENING_NEEDED(1),
    /** Configuration needed. */
    CONFIGURATION_NEEDED(2),
    /** Configuration and sw hardening needed. */
    CONFIGURATION_AND_SW_HARDENING_NEEDED(3),
    /** Out of date. */
    OUT_OF_DATE(4),
    /** Out of date configuration needed. */
    OUT_OF_DATE_CONFIGURATION_NEEDED(5),
    /** Revoked. */
    REVOKED(6),
    /** Td relaunch advised. */
    TD_RELAUNCH_ADVISED(7),
    /** Td relaunch advised configuration needed. */
    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED(8);

    private final int code;

    TcbStatus(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
