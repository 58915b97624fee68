package org.computingpower.sgx.dcap.appraise;

import java.util.List;

/** What the relying party makes of all checks together. */
public enum Decision {
    ACCEPT,
    ACCEPT_WITH_WARNINGS,
    REJECT;

    /** Rejects on any failed or unreached check, and on no checks at all. */
    static Decision of(List<Check> checks) {
        boolean allHold = !checks.isEmpty()
                && checks.stream()
                        .allMatch(check ->
                                check.outcome() == Check.Outcome.PASS || check.outcome() == Check.Outcome.WARN);
        if (!allHold) {
            return REJECT;
        }
        return checks.stream().anyMatch(check -> check.outcome() == Check.Outcome.WARN) ? ACCEPT_WITH_WARNINGS : ACCEPT;
    }
}
