package org.computingpower.sgx.dcap.verify;

import org.computingpower.sgx.dcap.VerificationStatus;

/** Carries the first failed check out of the verifier; never leaves this package. */
final class VerificationRejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final VerificationStatus status;

    VerificationRejection(VerificationStatus status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    VerificationStatus status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    static void require(boolean condition, VerificationStatus status, String detail) throws VerificationRejection {
        if (!condition) {
            throw new VerificationRejection(status, detail);
        }
    }
}
