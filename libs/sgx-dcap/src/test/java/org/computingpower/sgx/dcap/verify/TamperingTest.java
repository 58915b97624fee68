package org.computingpower.sgx.dcap.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntPredicate;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Vectors;
import org.computingpower.sgx.dcap.Vectors.Vector;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changing any single byte that a signature covers, or a signature itself, must be noticed: every byte of the quote up
 * to its certificates, of every certificate, of both revocation lists, and of both JSON documents.
 */
class TamperingTest {
    private static final CollateralBytes COLLATERAL = Vectors.TDX_V4.collateralBytes();

    static List<Vector> vectors() {
        return List.of(Vectors.SGX_V3, Vectors.TDX_V4, Vectors.TDX_V5);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void refusesEveryChangedByteUpToTheCertificates(Vector vector) {
        VerifiedCollateral collateral = vector.collateral();
        QuoteVerifier verifier = QuoteVerifier.remembering(2);
        byte[] quote = vector.quoteBytes();
        int certificates =
                quote.length - vector.quote().certificationData().payload().length();

        // Bytes 8 to 11 are QE and PCE SVN or reserved: unused, but signed, so they are not among the exceptions.
        assertThat(accepted(certificates, i -> {
                    byte[] changed = quote.clone();
                    changed[i] ^= (byte) (1 << i % 8);
                    return isVerified(verifier, changed, collateral, vector);
                }))
                .isEmpty();
    }

    private static boolean isVerified(
            QuoteVerifier verifier, byte[] quote, VerifiedCollateral collateral, Vector vector) {
        try {
            return verifier.verify(Quote.parse(quote), collateral, vector.now()) instanceof VerificationResult.Verified;
        } catch (QuoteFormatException e) {
            return false;
        }
    }

    @Test
    void refusesEveryChangedByteOfThePckChain() throws CertificateFormatException {
        Vector vector = Vectors.TDX_V4;
        VerifiedCollateral collateral = vector.collateral();
        List<Bytes> certificates =
                PemChain.split(vector.quote().certificationData().payload());

        for (int which = 0; which < certificates.size(); which++) {
            int changedCertificate = which;
            assertThat(accepted(certificates.get(which).length(), i -> {
                        List<Bytes> changed = new ArrayList<>(certificates);
                        changed.set(changedCertificate, flip(certificates.get(changedCertificate), i));
                        return isChainVerified(pem(changed), collateral);
                    }))
                    .isEmpty();
        }
        assertThat(isChainVerified(pem(certificates), collateral)).isTrue();
    }

    private static boolean isChainVerified(Bytes pem, VerifiedCollateral collateral) {
        try {
            PckChain.verify(pem, collateral);
            return true;
        } catch (VerificationRejection e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCB_INFO", "QE_IDENTITY", "PCK_CRL", "ROOT_CA_CRL"})
    void refusesEveryChangedByteOfASignedDocument(Part part) {
        Bytes original = part.of(COLLATERAL);

        assertThat(accepted(original.length(), i -> isVerified(part.replacedBy(flip(original, i)))))
                .isEmpty();
        assertThat(isVerified(COLLATERAL)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCB_INFO_ISSUER_CHAIN", "QE_IDENTITY_ISSUER_CHAIN", "PCK_CRL_ISSUER_CHAIN"})
    void refusesEveryChangedByteOfAnIssuerChain(Part part) throws CertificateFormatException {
        List<Bytes> certificates = PemChain.split(part.of(COLLATERAL));

        for (int which = 0; which < certificates.size(); which++) {
            int changedCertificate = which;
            assertThat(accepted(certificates.get(which).length(), i -> {
                        List<Bytes> changed = new ArrayList<>(certificates);
                        changed.set(changedCertificate, flip(certificates.get(changedCertificate), i));
                        return isVerified(part.replacedBy(pem(changed)));
                    }))
                    .isEmpty();
        }
        assertThat(isVerified(part.replacedBy(pem(certificates)))).isTrue();
    }

    /** The parts of collateral. */
    enum Part {
        TCB_INFO(0),
        TCB_INFO_ISSUER_CHAIN(1),
        QE_IDENTITY(2),
        QE_IDENTITY_ISSUER_CHAIN(3),
        PCK_CRL(4),
        PCK_CRL_ISSUER_CHAIN(5),
        ROOT_CA_CRL(6);

        /** Position in {@link CollateralBytes}. */
        private final int position;

        Part(int position) {
            this.position = position;
        }

        Bytes of(CollateralBytes collateral) {
            return all(collateral).get(position);
        }

        CollateralBytes replacedBy(Bytes part) {
            List<Bytes> parts = new ArrayList<>(all(COLLATERAL));
            parts.set(position, part);
            return new CollateralBytes(
                    parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5), parts.get(6));
        }

        private static List<Bytes> all(CollateralBytes c) {
            return List.of(
                    c.tcbInfo(),
                    c.tcbInfoIssuerChain(),
                    c.qeIdentity(),
                    c.qeIdentityIssuerChain(),
                    c.pckCrl(),
                    c.pckCrlIssuerChain(),
                    c.rootCaCrl());
        }
    }

    private static boolean isVerified(CollateralBytes collateral) {
        return CollateralVerifier.verify(
                        collateral, TrustRoot.intel(), CollateralRules.standard(), Vectors.TDX_V4.now())
                instanceof CollateralResult.Verified;
    }

    /** The positions whose change was not noticed. */
    private static List<Integer> accepted(int length, IntPredicate isAcceptedWithChangeAt) {
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            if (isAcceptedWithChangeAt.test(i)) {
                accepted.add(i);
            }
        }
        return accepted;
    }

    private static Bytes flip(Bytes bytes, int index) {
        byte[] changed = bytes.toByteArray();
        changed[index] ^= 0x01;
        return Bytes.copyOf(changed);
    }

    private static Bytes pem(List<Bytes> certificates) {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        for (Bytes der : certificates) {
            String base64 = Base64.getEncoder().encodeToString(der.toByteArray());
            String block = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
            pem.writeBytes(block.getBytes(StandardCharsets.US_ASCII));
        }
        return Bytes.copyOf(pem.toByteArray());
    }
}
