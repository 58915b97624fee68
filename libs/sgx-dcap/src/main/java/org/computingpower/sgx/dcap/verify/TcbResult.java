package org.computingpower.sgx.dcap.verify;

import org.computingpower.sgx.dcap.VerificationStatus;

/** Outcome of evaluating stored claims against collateral, without any signature. */
public sealed interface TcbResult {

    /** The platform has a TCB status under this collateral. */
    record Evaluated(TcbEvaluation tcb) implements TcbResult {}

    /**
     * The first check that failed.
     *
     * @param status which step
     * @param detail what was found
     */
    record Rejected(VerificationStatus status, String detail) implements TcbResult {}
}
