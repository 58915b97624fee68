package org.computingpower.attestation.domain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.appraise.VerificationChecks;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.CollateralNeed;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/**
 * SGX and TDX quotes. Collateral is named by PCK chains alone whose signatures lead to the market's root: a root
 * certificate is public, so that anybody could put it under certificates of his own and have them fetched for.
 */
public final class IntelDcap implements EvidenceKind {
    private static final int HIGHEST_VERSION = 5;
    private static final int REMEMBERED_CHAINS = 4096;

    private final TrustRoot root;
    private final QuoteVerifier verifier;
    private final Map<Chain, CollateralKey> named = Collections.synchronizedMap(new Eldest());

    private record Chain(Tee tee, Bytes sha256) {}

    private static final class Eldest extends LinkedHashMap<Chain, CollateralKey> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Chain, CollateralKey> eldest) {
            return size() > REMEMBERED_CHAINS;
        }
    }

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
            return switch (need(quote.header().tee(), chain)) {
                case CollateralNeed.Named(CollateralKey key) -> new ReadEvidence.ToVerify(this, quote, chain, key);
                case CollateralNeed.Rejected(VerificationStatus status, String detail) ->
                    ReadEvidence.Unusable.because(status, detail);
            };
        } catch (CertificateFormatException e) {
            return ReadEvidence.Unusable.because(
                    VerificationStatus.UNSUPPORTED_CERT_FORMAT, String.valueOf(e.getMessage()));
        }
    }

    /** Every later piece of evidence of a platform brings the same chain. */
    private CollateralNeed need(Tee tee, Bytes chain) {
        Chain asked = new Chain(tee, Sha256.of(chain));
        CollateralKey known = named.get(asked);
        if (known != null) {
            return new CollateralNeed.Named(known);
        }
        CollateralNeed need = CollateralNeed.of(tee, chain, root);
        if (need instanceof CollateralNeed.Named(CollateralKey key)) {
            named.put(asked, key);
        }
        return need;
    }

    @Override
    public VerificationResult verify(ReadEvidence.ToVerify evidence, VerifiedCollateral collateral, Instant now) {
        return verifier.verify(evidence.quote(), evidence.pckChain(), collateral, now);
    }
}
