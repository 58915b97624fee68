package org.computingpower.sgx.dcap.verify;

import org.computingpower.sgx.dcap.VerificationStatus;

/** Outcome of verifying a quote. */
public sealed interface VerificationResult {

    /**
     * Every signature, chain, revocation and validity check passed, and the platform has a TCB status, which may be
     * anything from UpToDate to Revoked. Whether that is good enough is for the appraisal to say.
     */
    record Verified(VerifiedClaims claims) implements VerificationResult {
        /** The code that Intel's library would return. */
        public VerificationStatus status() {
            return VerificationStatus.of(claims.tcb().status());
        }
    }

    /**
     * The first check that failed.
     *
     * @param status which step
     * @param detail what was found
     */
    record Rejected(VerificationStatus status, String detail) implements VerificationResult {}
}
