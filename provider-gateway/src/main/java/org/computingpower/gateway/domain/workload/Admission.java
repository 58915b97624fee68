package org.computingpower.gateway.domain.workload;

import java.util.List;

/** The judgment about an application. */
public sealed interface Admission {
    /** It may run. */
    record Admitted(WorkloadSpec spec) implements Admission {}

    /** It may not; every broken rule is listed and nothing was applied. */
    record Refused(List<Violation> violations) implements Admission {
        /** Copies the list. */
        public Refused {
            violations = List.copyOf(violations);
        }
    }
}
