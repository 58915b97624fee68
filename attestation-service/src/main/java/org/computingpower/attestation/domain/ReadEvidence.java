package org.computingpower.attestation.domain;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.VerificationChecks;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/** The quote of an evidence, read but not verified. */
public sealed interface ReadEvidence {

    /**
     * A quote that can be verified with collateral.
     *
     * @param quote the quote
     * @param pckChain PCK chain beside or inside it
     * @param key which collateral it needs
     */
    record ToVerify(Quote quote, Bytes pckChain, CollateralKey key) implements ReadEvidence {}

    /**
     * A quote that no collateral can save.
     *
     * @param status what is wrong
     * @param checks the steps of the verification
     */
    record Unusable(VerificationStatus status, List<Check> checks) implements ReadEvidence {
        /** Copies the list. */
        public Unusable {
            checks = List.copyOf(checks);
        }
    }

    /** Reads the quote. A chain without {@code root} is refused here, so that nobody fetches for it. */
    static ReadEvidence of(EvidenceSubmitted evidence, TrustRoot root) {
        Quote quote;
        try {
            quote = Quote.parse(evidence.quote());
        } catch (QuoteFormatException e) {
            return new Unusable(VerificationStatus.UNSUPPORTED_QUOTE_FORMAT, VerificationChecks.of(e));
        }
        String beside = evidence.pckChain();
        Bytes chain = beside != null
                ? Bytes.copyOf(beside.getBytes(StandardCharsets.US_ASCII))
                : quote.certificationData().payload();
        if (beside == null && !quote.certificationData().isSelfContained()) {
            return unusable(
                    VerificationStatus.UNSUPPORTED_QE_CERTIFICATION_DATA_TYPE,
                    "the quote holds no PCK chain, and none is beside it");
        }
        try {
            List<Bytes> certificates = PemChain.split(chain);
            if (!certificates.contains(root.certificate().der())) {
                return unusable(
                        VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED,
                        "the PCK chain does not hold the market's root " + root.sha256());
            }
            Optional<CollateralKey> key = CollateralKey.of(quote.header().tee(), chain);
            return key.isPresent()
                    ? new ToVerify(quote, chain, key.get())
                    : unusable(VerificationStatus.SGX_PCK_MISSING, "the chain holds no PCK certificate");
        } catch (CertificateFormatException e) {
            return unusable(VerificationStatus.UNSUPPORTED_CERT_FORMAT, String.valueOf(e.getMessage()));
        }
    }

    private static Unusable unusable(VerificationStatus status, String detail) {
        return new Unusable(status, VerificationChecks.of(new VerificationResult.Rejected(status, detail)));
    }
}
