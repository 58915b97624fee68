package org.computingpower.attestation.domain;

import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.VerificationChecks;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/** Evidence that an {@link EvidenceKind} has read but not verified. */
public sealed interface ReadEvidence {

    /**
     * A quote that can be verified with collateral.
     *
     * @param kind what read it and will verify it
     * @param quote the quote
     * @param pckChain PCK chain beside or inside it
     * @param key which collateral it needs
     */
    record ToVerify(EvidenceKind kind, Quote quote, Bytes pckChain, CollateralKey key) implements ReadEvidence {}

    /**
     * Evidence that no collateral can save.
     *
     * @param status what is wrong
     * @param checks the steps of the verification
     */
    record Unusable(VerificationStatus status, List<Check> checks) implements ReadEvidence {
        /** Copies the list. */
        public Unusable {
            checks = List.copyOf(checks);
        }

        static Unusable because(VerificationStatus status, String detail) {
            return new Unusable(status, VerificationChecks.of(new VerificationResult.Rejected(status, detail)));
        }
    }
}
