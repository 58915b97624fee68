package org.computingpower.sgx.dcap.appraise;

import java.util.List;

/**
 * The result of an appraisal: every check, whether it passed or not.
 *
 * @param decision what follows from the checks
 * @param checks in the order in which they were made
 */
public record Appraisal(Decision decision, List<Check> checks) {
    public Appraisal {
        checks = List.copyOf(checks);
    }

    static Appraisal of(List<Check> checks) {
        return new Appraisal(Decision.of(checks), checks);
    }

    /** Name and detail of each check that did not simply pass. */
    public List<String> reasons() {
        return checks.stream()
                .filter(check -> check.outcome() != Check.Outcome.PASS)
                .map(check -> check.name() + ": " + check.detail())
                .toList();
    }
}
