package org.computingpower.sgx.dcap;

import java.time.Instant;
import java.util.List;
import org.computingpower.sgx.dcap.appraise.AppraisalContext;
import org.computingpower.sgx.dcap.appraise.Appraiser;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.appraise.SgxMeasurement;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/** The example of the README as a program; {@link ReadmeTest} compares and runs it. */
final class ReadmeExample {
    private ReadmeExample() {}

    static List<Check> checks(byte[] quoteBytes, CollateralBytes raw, Bytes mrEnclave, Instant now)
            throws QuoteFormatException {
        // README: begin
        TrustRoot root = TrustRoot.intel(); // pinned by content and SHA-256
        Quote quote = Quote.parse(quoteBytes); // bounded; throws QuoteFormatException and nothing else
        SgxMeasurement allowed = new SgxMeasurement.ByEnclave(mrEnclave);
        Policy policy = Policy.standard(1, root.sha256()).sgx(List.of(allowed)).build();
        var verified = CollateralVerifier.verify(raw, root, CollateralRules.standard(), now);
        if (verified instanceof CollateralResult.Verified(var collateral)
                && QuoteVerifier.create().verify(quote, collateral, now)
                        instanceof VerificationResult.Verified(var claims)) {
            return Appraiser.appraise(claims, policy, AppraisalContext.at(now)).checks(); // one per rule
        }
        // README: end
        return List.of();
    }
}
