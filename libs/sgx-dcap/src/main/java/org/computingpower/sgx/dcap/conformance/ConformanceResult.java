package org.computingpower.sgx.dcap.conformance;

import org.computingpower.sgx.dcap.VerificationStatus;

/**
 * What this library says of one case.
 *
 * @param conformanceCase the case
 * @param ours a TCB status in Intel's spelling, {@code TCB_NOT_SUPPORTED} or {@code REJECT}
 * @param status the result code
 * @param detail what was found, empty if everything passed
 * @param matches true if expectation and result are the same decision
 */
public record ConformanceResult(
        ConformanceCase conformanceCase, String ours, VerificationStatus status, String detail, boolean matches) {}
