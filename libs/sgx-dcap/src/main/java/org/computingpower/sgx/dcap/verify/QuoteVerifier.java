package org.computingpower.sgx.dcap.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.crypto.P256PublicKey;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.parse.PckCertificate;
import org.computingpower.sgx.dcap.parse.Quote;

/**
 * Verifies quotes against verified collateral. Implements {@code sgxAttestationVerifyQuote} and the PCK part of
 * {@code sgxAttestationVerifyPCKCertificate} of Intel's library in its order of steps.
 *
 * <p>A function of its arguments alone: no I/O, no clock. Safe for use by several threads. A quote costs three P-256
 * verifications; two if the verifier remembers the platform, one if it remembers the attestation key too.
 */
public final class QuoteVerifier {
    private static final Bytes PLATFORM_ID_TAG = Bytes.copyOf("CPP/platform/v1".getBytes(StandardCharsets.US_ASCII));
    private static final int HASH_LENGTH = 32;

    private final Optional<PlatformCache> platforms;

    private QuoteVerifier(Optional<PlatformCache> platforms) {
        this.platforms = platforms;
    }

    /** A verifier without memory. */
    public static QuoteVerifier create() {
        return new QuoteVerifier(Optional.empty());
    }

    /**
     * A verifier that remembers the PCK chains and attestation keys of the {@code platforms} platforms seen last, about
     * 16 KB each, so that their signatures are verified once. Revocation, validity and the identity of the quoting
     * enclave are checked every time.
     */
    public static QuoteVerifier remembering(int platforms) {
        if (platforms < 1) {
            throw new IllegalArgumentException("a verifier remembers at least one platform: " + platforms);
        }
        return new QuoteVerifier(Optional.of(new PlatformCache(platforms)));
    }

    /** Verifies a quote that holds its PCK chain (certification data of type 5). */
    public VerificationResult verify(Quote quote, VerifiedCollateral collateral, Instant now) {
        if (!quote.certificationData().isSelfContained()) {
            return new VerificationResult.Rejected(
                    VerificationStatus.UNSUPPORTED_QE_CERTIFICATION_DATA_TYPE,
                    "certification data of type " + quote.certificationData().type()
                            + " needs a PCK chain beside the quote");
        }
        return verify(quote, quote.certificationData().payload(), collateral, now);
    }

    /**
     * Verifies a quote with a PCK chain in PEM given beside it. A quote that holds its own chain must hold this one.
     */
    public VerificationResult verify(Quote quote, Bytes pckChain, VerifiedCollateral collateral, Instant now) {
        try {
            PckChain chain = chain(pckChain, collateral);
            chain.requireIntermediateTrusted(collateral);
            CertificationDataMatch.require(quote.certificationData(), pckChain, chain.leaf());
            Claims claims = claims(quote, chain, collateral);
            TcbEvaluator.requireNotRevoked(claims.platform(), collateral);
            TcbEvaluator.requireInWindow(claims.platform(), collateral, now);
            requireIntermediateInWindow(chain, collateral, now);
            PlatformMatch.requireTcbInfoFor(claims.tee(), claims.platform(), collateral.tcbInfo());
            PlatformMatch.requireTdxModule(quote.body(), collateral.tcbInfo());
            Optional<P256PublicKey> attestationKey = attestationKey(quote, chain.leaf());
            PlatformMatch.requireQuotingEnclave(claims.tee(), quote.qeReport(), collateral.qeIdentity());
            requireQuoteSignature(quote, attestationKey);
            TcbEvaluation tcb = TcbEvaluator.evaluate(claims, collateral);
            return new VerificationResult.Verified(new VerifiedClaims(claims, tcb, now));
        } catch (VerificationRejection rejection) {
            return new VerificationResult.Rejected(rejection.status(), rejection.detail());
        }
    }

    private PckChain chain(Bytes pckChain, VerifiedCollateral collateral) throws VerificationRejection {
        if (platforms.isEmpty()) {
            return PckChain.verify(pckChain, collateral);
        }
        Bytes sha256 = Sha256.of(pckChain);
        Optional<PckChain> known =
                platforms.get().findChain(collateral.trustRoot().sha256(), sha256);
        if (known.isPresent()) {
            return known.get();
        }
        PckChain verified = PckChain.verify(pckChain, collateral);
        platforms.get().rememberChain(sha256, verified);
        return verified;
    }

    /** The attestation key for which the PCK vouches; empty if it is no point of the curve. */
    private Optional<P256PublicKey> attestationKey(Quote quote, PckCertificate pck) throws VerificationRejection {
        P256PublicKey pckKey = pck.certificate().publicKey();
        Optional<P256PublicKey> known = platforms.flatMap(cache -> cache.findAttestationKey(pckKey, quote));
        if (known.isPresent()) {
            return known;
        }
        requireQeReport(quote, pckKey);
        Optional<P256PublicKey> key = P256PublicKey.ofRaw(quote.attestationKey());
        platforms.ifPresent(cache -> key.ifPresent(verified -> cache.rememberAttestationKey(pckKey, quote, verified)));
        return key;
    }

    private static void requireIntermediateInWindow(PckChain chain, VerifiedCollateral collateral, Instant now)
            throws VerificationRejection {
        boolean valid = !now.isBefore(chain.intermediate()
                        .notBefore()
                        .minus(collateral.rules().clockSkew()))
                && !now.isAfter(chain.intermediate().notAfter());
        VerificationRejection.require(
                valid, VerificationStatus.SGX_PCK_CERT_CHAIN_EXPIRED, "the intermediate CA is outside its window");
    }

    /** Steps 4.1.2.5.13 and 4.1.2.5.14: the PCK vouches for the quoting enclave, and that for the attestation key. */
    private static void requireQeReport(Quote quote, P256PublicKey pckKey) throws VerificationRejection {
        VerificationRejection.require(
                pckKey.verifiesRaw(quote.qeReport().raw(), quote.qeReportSignature()),
                VerificationStatus.INVALID_QE_REPORT_SIGNATURE,
                "the PCK did not sign the report of the quoting enclave");
        Bytes reportData = quote.qeReport().reportData();
        Bytes expected = Sha256.of(quote.attestationKey(), quote.qeAuthenticationData());
        VerificationRejection.require(
                reportData.slice(0, HASH_LENGTH).equals(expected)
                        && reportData.slice(HASH_LENGTH, HASH_LENGTH).isZero(),
                VerificationStatus.INVALID_QE_REPORT_DATA,
                "the quoting enclave did not vouch for the attestation key");
    }

    /** Step 4.1.2.5.17. */
    private static void requireQuoteSignature(Quote quote, Optional<P256PublicKey> key) throws VerificationRejection {
        VerificationRejection.require(
                key.isPresent(),
                VerificationStatus.UNSUPPORTED_QUOTE_FORMAT,
                "the attestation key is no point of the curve");
        VerificationRejection.require(
                key.get().verifiesRaw(quote.signedBytes(), quote.signature()),
                VerificationStatus.INVALID_QUOTE_SIGNATURE,
                "the attestation key did not sign the quote");
    }

    private static Claims claims(Quote quote, PckChain chain, VerifiedCollateral collateral) {
        PckCertificate pck = chain.leaf();
        PlatformClaims platform = new PlatformClaims(
                Sha256.of(PLATFORM_ID_TAG, pck.ppid()),
                pck.certificate().serialNumber(),
                pck.certificate().issuer(),
                chain.intermediate().publicKey().raw(),
                pck.certificate().notBefore(),
                pck.certificate().notAfter(),
                pck.fmspc(),
                pck.pceId(),
                pck.sgxType(),
                pck.sgxTcbComponents(),
                pck.pceSvn(),
                pck.cpuSvn(),
                pck.platformInstanceId(),
                quote.qeReport());
        return new Claims(
                collateral.trustRoot().trustDomain(),
                collateral.trustRoot().sha256(),
                Sha256.of(quote.raw()),
                quote.header().version(),
                quote.body(),
                platform);
    }
}
