package org.computingpower.cli.evidence;

import org.computingpower.sgx.dcap.appraise.Check.Outcome;

/**
 * One rule that was checked here.
 *
 * @param name stable name
 * @param outcome what came of it
 * @param detail in words
 */
public record NamedCheck(String name, Outcome outcome, String detail) {
    /** What passes or fails. */
    public static NamedCheck of(String name, boolean passes, String detail) {
        return new NamedCheck(name, passes ? Outcome.PASS : Outcome.FAIL, detail);
    }

    /** What was left out, and why. */
    public static NamedCheck notChecked(String name, String detail) {
        return new NamedCheck(name, Outcome.NOT_CHECKED, detail);
    }
}
