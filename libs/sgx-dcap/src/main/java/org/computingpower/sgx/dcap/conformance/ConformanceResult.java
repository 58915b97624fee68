package org.computingpower.sgx.dcap.conformance;

import java.util.Optional;
import org.computingpower.sgx.dcap.VerificationStatus;

/**
 * What this library says of one case.
 *
 * @param id name of the case
 * @param expected as in {@link ConformanceCase}
 * @param ours a TCB status in Intel's spelling, {@code TCB_NOT_SUPPORTED}, {@code REJECT} or {@link #NOT_RUN}
 * @param status the result code; empty if the case could not be run
 * @param detail what was found, empty if everything passed
 * @param matches true if expectation and result are the same decision
 */
public record ConformanceResult(
        String id, String expected, String ours, Optional<VerificationStatus> status, String detail, boolean matches) {
    /** Result of a case that could not be run; it differs from every expectation. */
    public static final String NOT_RUN = "NOT_RUN";

    static ConformanceResult notRun(String id, String expected, String why) {
        return new ConformanceResult(id, expected, NOT_RUN, Optional.empty(), why, false);
    }
}
