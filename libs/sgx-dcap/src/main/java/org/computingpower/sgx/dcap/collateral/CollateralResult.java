package org.computingpower.sgx.dcap.collateral;

import org.computingpower.sgx.dcap.VerificationStatus;

/** Outcome of verifying collateral. */
public sealed interface CollateralResult {

    /** Every signature, chain and revocation check passed. */
    record Verified(VerifiedCollateral collateral) implements CollateralResult {}

    /**
     * The first check that failed.
     *
     * @param status which step
     * @param detail what was found
     */
    record Rejected(VerificationStatus status, String detail) implements CollateralResult {}
}
