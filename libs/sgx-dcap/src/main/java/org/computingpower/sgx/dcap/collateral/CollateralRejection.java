package org.computingpower.sgx.dcap.collateral;

import org.computingpower.sgx.dcap.VerificationStatus;

/** Carries the first failed check out of the verifier; never leaves this package. */
final class CollateralRejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final VerificationStatus status;

    CollateralRejection(VerificationStatus status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    CollateralResult.Rejected toResult() {
        return new CollateralResult.Rejected(status, String.valueOf(getMessage()));
    }

    static void require(boolean condition, VerificationStatus status, String detail) throws CollateralRejection {
        if (!condition) {
            throw new CollateralRejection(status, detail);
        }
    }
}
