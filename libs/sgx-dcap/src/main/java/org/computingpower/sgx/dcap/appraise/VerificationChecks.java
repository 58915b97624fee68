package org.computingpower.sgx.dcap.appraise;

import java.util.List;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/** The outcome of a verification as named checks, one per step; steps after a failed one are not checked. */
public final class VerificationChecks {
    private VerificationChecks() {}

    /** The quote cannot be parsed. */
    public static List<Check> of(QuoteFormatException failure) {
        return VerificationStep.failedWith(
                VerificationStatus.UNSUPPORTED_QUOTE_FORMAT, String.valueOf(failure.getMessage()), false);
    }

    /** The collateral does not verify, so the quote was not looked at. */
    public static List<Check> of(CollateralResult.Rejected rejected) {
        return VerificationStep.failedWith(rejected.status(), rejected.detail(), false);
    }

    /** What became of the quote. */
    public static List<Check> of(VerificationResult result) {
        return switch (result) {
            case VerificationResult.Verified verified ->
                VerificationStep.allPassed(verified.claims().claims().tee());
            case VerificationResult.Rejected rejected ->
                VerificationStep.failedWith(rejected.status(), rejected.detail(), true);
        };
    }
}
