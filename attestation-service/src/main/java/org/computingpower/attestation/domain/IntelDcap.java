package org.computingpower.attestation.domain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.appraise.VerificationChecks;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/** SGX and TDX quotes. */
public final class IntelDcap implements EvidenceKind {
    private static final int HIGHEST_VERSION = 5;

    private final TrustRoot root;
    private final QuoteVerifier verifier;

    /**
     * Quotes under one root.
     *
     * @param root the market's root; nothing is fetched for chains that do not hold it
     * @param verifier verifies them; may remember platforms
     */
    public IntelDcap(TrustRoot root, QuoteVerifier verifier) {
        this.root = root;
        this.verifier = verifier;
    }

    @Override
    public String name() {
        return "intel-dcap";
    }

    /** A quote starts with a version of 16 bits; which of them are read, the parser says. */
    @Override
    public boolean isOf(EvidenceSubmitted evidence) {
        byte[] quote = evidence.quote();
        return quote.length > 1 && quote[0] > 0 && quote[0] <= HIGHEST_VERSION && quote[1] == 0;
    }

    @Override
    public ReadEvidence read(EvidenceSubmitted evidence) {
        Quote quote;
        try {
            quote = Quote.parse(evidence.quote());
        } catch (QuoteFormatException e) {
            return new ReadEvidence.Unusable(VerificationStatus.UNSUPPORTED_QUOTE_FORMAT, VerificationChecks.of(e));
        }
        String beside = evidence.pckChain();
        if (beside == null && !quote.certificationData().isSelfContained()) {
            return ReadEvidence.Unusable.because(
                    VerificationStatus.UNSUPPORTED_QE_CERTIFICATION_DATA_TYPE,
                    "the quote holds no PCK chain, and none is beside it");
        }
        return read(
                quote,
                beside != null
                        ? Bytes.copyOf(beside.getBytes(StandardCharsets.US_ASCII))
                        : quote.certificationData().payload());
    }

    private ReadEvidence read(Quote quote, Bytes chain) {
        try {
            List<Bytes> certificates = PemChain.split(chain);
            if (!certificates.contains(root.certificate().der())) {
                return ReadEvidence.Unusable.because(
                        VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED,
                        "the PCK chain does not hold the market's root " + root.sha256());
            }
            Optional<CollateralKey> key = CollateralKey.of(quote.header().tee(), chain);
            return key.isPresent()
                    ? new ReadEvidence.ToVerify(this, quote, chain, key.get())
                    : ReadEvidence.Unusable.because(
                            VerificationStatus.SGX_PCK_MISSING, "the chain holds no PCK certificate");
        } catch (CertificateFormatException e) {
            return ReadEvidence.Unusable.because(
                    VerificationStatus.UNSUPPORTED_CERT_FORMAT, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public VerificationResult verify(ReadEvidence.ToVerify evidence, VerifiedCollateral collateral, Instant now) {
        return verifier.verify(evidence.quote(), evidence.pckChain(), collateral, now);
    }
}
