package org.computingpower.relayer.application;

/** Tells an operator that he must act. Repeating the same alert is harmless. */
public interface Alerts {

    /**
     * Raises an alert.
     *
     * @param code what is wrong
     * @param detail ids and numbers, never keys or call data
     */
    void raise(Code code, String detail);

    /** What may need an operator. */
    enum Code {
        FINALITY_VIOLATED,
        KEY_STOPPED,
        NONCE_SUSPICIOUS,
        FEE_ABOVE_CEILING,
        GAS_BUDGET_SPENT,
        CALL_NOT_ALLOWED,
        INTENT_FAILED,
        INTENT_WAITS,
        EVENT_MISSING,
        BOOKS_DIFFER,
        WRONG_CHAIN,
        ENDPOINT_LAGS,
        ENDPOINTS_DISAGREE
    }
}
