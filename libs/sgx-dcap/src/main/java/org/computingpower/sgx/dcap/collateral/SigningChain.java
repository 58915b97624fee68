package org.computingpower.sgx.dcap.collateral;

import java.util.ArrayList;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.RevocationList;
import org.computingpower.sgx.dcap.parse.X509Certificate;

/**
 * A chain of a root and one certificate below it, in either order: the TCB signing chain ({@code
 * Verifiers/TCBSigningChain.cpp}) or the issuer chain of a PCK revocation list.
 */
final class SigningChain {
    private static final int LENGTH = 2;

    private SigningChain() {}

    /** The TCB signing certificate of {@code pem}, verified up to the root and not revoked. */
    static X509Certificate tcbSigning(Bytes pem, TrustRoot root, RevocationList rootCrl) throws CollateralRejection {
        X509Certificate signing = below(
                pem,
                root,
                "SGX TCB Signing",
                VerificationStatus.SGX_TCB_SIGNING_CERT_MISSING,
                VerificationStatus.SGX_TCB_SIGNING_CERT_INVALID_EXTENSIONS,
                VerificationStatus.SGX_TCB_SIGNING_CERT_INVALID_ISSUER,
                VerificationStatus.SGX_TCB_SIGNING_CERT_CHAIN_UNTRUSTED);
        CollateralRejection.require(
                !signing.isCertificateAuthority(),
                VerificationStatus.SGX_TCB_SIGNING_CERT_INVALID_ISSUER,
                "the TCB signing certificate is one of a CA");
        CollateralRejection.require(
                !rootCrl.isRevoked(signing),
                VerificationStatus.SGX_TCB_SIGNING_CERT_REVOKED,
                "TCB signing certificate " + signing.serialNumber().toString(16));
        return signing;
    }

    /** The processor or platform CA of {@code pem}, verified up to the root. */
    static X509Certificate pckCa(Bytes pem, TrustRoot root) throws CollateralRejection {
        X509Certificate ca = below(
                pem,
                root,
                "CA",
                VerificationStatus.SGX_INTERMEDIATE_CA_MISSING,
                VerificationStatus.SGX_INTERMEDIATE_CA_INVALID_EXTENSIONS,
                VerificationStatus.SGX_INTERMEDIATE_CA_INVALID_ISSUER,
                VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED);
        CollateralRejection.require(
                ca.isCertificateAuthority(),
                VerificationStatus.SGX_INTERMEDIATE_CA_INVALID_ISSUER,
                "the PCK CA may not issue certificates");
        return ca;
    }

    /** The certificate below the root, issued by it. Checks in Intel's order, so the root's identity comes last. */
    private static X509Certificate below(
            Bytes pem,
            TrustRoot root,
            String phrase,
            VerificationStatus whenMissing,
            VerificationStatus whenExtensions,
            VerificationStatus whenNotIssued,
            VerificationStatus whenUntrusted)
            throws CollateralRejection {
        List<X509Certificate> chain = parse(pem, whenExtensions);
        CollateralRejection.require(
                chain.size() == LENGTH,
                VerificationStatus.UNSUPPORTED_CERT_FORMAT,
                "a chain of " + chain.size() + " certificates");
        boolean rootFirst = chain.get(0).isSelfIssued();
        X509Certificate givenRoot = chain.get(rootFirst ? 0 : 1);
        boolean trusted = root.matches(givenRoot);
        X509Certificate chainRoot = trusted ? root.certificate() : givenRoot;
        X509Certificate below = chain.get(rootFirst ? 1 : 0);
        CollateralRejection.require(
                chainRoot.isSelfIssued(), VerificationStatus.SGX_ROOT_CA_MISSING, "no root in the chain");
        CollateralRejection.require(
                trusted || chainRoot.isIssuedBy(chainRoot),
                VerificationStatus.SGX_ROOT_CA_INVALID_ISSUER,
                "the root of the chain did not sign itself");
        CollateralRejection.require(
                !below.isSelfIssued() && below.subjectCommonName().contains(phrase),
                whenMissing,
                "common name " + below.subjectCommonName());
        CollateralRejection.require(
                below.isIssuedBy(chainRoot),
                whenNotIssued,
                "the root did not issue the certificate of " + below.subjectCommonName());
        CollateralRejection.require(trusted, whenUntrusted, "the chain has another root");
        return below;
    }

    private static List<X509Certificate> parse(Bytes pem, VerificationStatus whenExtensions)
            throws CollateralRejection {
        List<X509Certificate> chain = new ArrayList<>(LENGTH);
        try {
            List<Bytes> ders = PemChain.split(pem);
            for (Bytes der : ders) {
                chain.add(X509Certificate.parse(der));
            }
            return chain;
        } catch (CertificateFormatException e) {
            VerificationStatus status = switch (e.kind()) {
                case FORMAT -> VerificationStatus.UNSUPPORTED_CERT_FORMAT;
                case EXTENSIONS ->
                    chain.size() == 1 ? whenExtensions : VerificationStatus.invalidExtensions(chain.size());
            };
            throw new CollateralRejection(status, String.valueOf(e.getMessage()));
        }
    }
}
