package org.computingpower.sgx.dcap.collateral;

import java.time.Duration;

/**
 * What the relying party decides about collateral.
 *
 * @param acceptTcbInfoVersion2 read TCB info of version 2, which Intel serves no more; SGX only
 * @param minimumTcbEvaluationDataNumber refuse TCB info and enclave identities with a lower number, so that a TCB
 *     recovery cannot be rolled back by older collateral that is still in its window
 * @param clockSkew how long before notBefore and issueDate a clock that is slow may still accept; 0 to 5 minutes. End
 *     times and the windows of revocation lists have no tolerance
 */
public record CollateralRules(boolean acceptTcbInfoVersion2, int minimumTcbEvaluationDataNumber, Duration clockSkew) {
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    public CollateralRules {
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_CLOCK_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew must be 0 to 5 minutes: " + clockSkew);
        }
    }

    /** TCB info version 3 only, no floor, no clock skew. */
    public static CollateralRules standard() {
        return new CollateralRules(false, 0, Duration.ZERO);
    }

    /** These rules with another floor. */
    public CollateralRules withMinimumTcbEvaluationDataNumber(int minimum) {
        return new CollateralRules(acceptTcbInfoVersion2, minimum, clockSkew);
    }

    /** These rules, also reading TCB info of version 2. */
    public CollateralRules withTcbInfoVersion2() {
        return new CollateralRules(true, minimumTcbEvaluationDataNumber, clockSkew);
    }
}
