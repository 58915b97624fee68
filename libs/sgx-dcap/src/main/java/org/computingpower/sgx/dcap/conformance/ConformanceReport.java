package org.computingpower.sgx.dcap.conformance;

import java.util.List;

/**
 * All results of a run, in the order of the index.
 *
 * @param results one per case
 */
public record ConformanceReport(List<ConformanceResult> results) {
    public ConformanceReport {
        results = List.copyOf(results);
    }

    public List<ConformanceResult> differences() {
        return results.stream().filter(result -> !result.matches()).toList();
    }

    /** True if there is at least one case and none differs. */
    public boolean passes() {
        return !results.isEmpty() && differences().isEmpty();
    }
}
