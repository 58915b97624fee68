package org.computingpower.sgx.dcap.appraise;

/**
 * One named rule and what came of it.
 *
 * @param name stable name, lower case with hyphens
 * @param outcome what came of it
 * @param detail what was found, in words
 */
public record Check(String name, Outcome outcome, String detail) {

    /** What came of a check. */
    public enum Outcome {
        PASS,
        /** Tolerated by the policy, but the reader should know. */
        WARN,
        FAIL,
        /** An earlier check failed, so this one says nothing. */
        NOT_CHECKED
    }

    static Check pass(String name, String detail) {
        return new Check(name, Outcome.PASS, detail);
    }

    static Check warn(String name, String detail) {
        return new Check(name, Outcome.WARN, detail);
    }

    static Check fail(String name, String detail) {
        return new Check(name, Outcome.FAIL, detail);
    }

    static Check of(String name, boolean passes, String detail) {
        return passes ? pass(name, detail) : fail(name, detail);
    }
}
