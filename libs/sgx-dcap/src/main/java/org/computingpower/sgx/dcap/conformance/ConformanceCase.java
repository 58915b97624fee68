package org.computingpower.sgx.dcap.conformance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One case of an {@code index.json}.
 *
 * @param id name of the case
 * @param folders where its files are looked for, first match wins: its own folder, then that of its base case
 * @param verificationTime the instant at which to verify
 * @param expected a TCB status in Intel's spelling, {@code TCB_NOT_SUPPORTED} or {@code REJECT}
 * @param intelCodes the codes other than 0 that Intel's library returned in any of its calls
 * @param intelRejects true if Intel's library refused, as far as recorded
 * @param note why the expectation differs from Intel's verdict, if it does
 */
public record ConformanceCase(
        String id,
        List<String> folders,
        Instant verificationTime,
        String expected,
        SortedSet<Integer> intelCodes,
        boolean intelRejects,
        Optional<String> note)
        implements IndexedCase {
    /** Expectation of a case that must be refused, whatever the reason. */
    public static final String REJECT = "REJECT";

    /** Expectation of a case that verifies, but whose platform reaches no TCB level. */
    public static final String NOT_SUPPORTED = "TCB_NOT_SUPPORTED";

    public ConformanceCase {
        folders = List.copyOf(folders);
    }
}
