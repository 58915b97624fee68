package org.computingpower.sgx.dcap.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PckCertificate;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.X509Certificate;

/**
 * A PCK chain whose signatures lead to the trust root ({@code Verifiers/PckCertVerifier.cpp: verify}, first half).
 * Revocation and validity depend on collateral and time and are checked at each use.
 *
 * @param trustRootHash the root to which it leads
 * @param leaf the PCK certificate
 * @param intermediate the processor or platform CA
 */
record PckChain(Bytes trustRootHash, PckCertificate leaf, X509Certificate intermediate) {
    private static final int LENGTH = 3;
    private static final String INTERMEDIATE_PHRASE = "CA";
    private static final String LEAF_PHRASE = "SGX PCK Certificate";

    /** Verifies a chain in PEM. An intermediate that equals the one in the collateral is not verified again. */
    static PckChain verify(Bytes pem, VerifiedCollateral collateral) throws VerificationRejection {
        return verify(pem, collateral.trustRoot(), Optional.of(collateral.pckCa()));
    }

    /** The same; {@code known} is an intermediate that the root is known to have issued. */
    static PckChain verify(Bytes pem, TrustRoot root, Optional<X509Certificate> known) throws VerificationRejection {
        List<X509Certificate> below = belowRoot(pem, root, known);
        X509Certificate intermediate = only(below, INTERMEDIATE_PHRASE, VerificationStatus.SGX_INTERMEDIATE_CA_MISSING);
        X509Certificate leaf = only(below, LEAF_PHRASE, VerificationStatus.SGX_PCK_MISSING);
        PckCertificate pck = pck(leaf);
        VerificationRejection.require(
                known.filter(ca -> ca.der().equals(intermediate.der())).isPresent()
                        || intermediate.isIssuedBy(root.certificate()),
                VerificationStatus.SGX_INTERMEDIATE_CA_INVALID_ISSUER,
                "the root did not issue the intermediate CA");
        VerificationRejection.require(
                intermediate.isCertificateAuthority()
                        && !leaf.isCertificateAuthority()
                        && leaf.isIssuedBy(intermediate),
                VerificationStatus.SGX_PCK_INVALID_ISSUER,
                "the intermediate CA did not issue the PCK certificate");
        return new PckChain(root.sha256(), pck, intermediate);
    }

    /** The two certificates that are not the root; the third must be the trust root. */
    private static List<X509Certificate> belowRoot(Bytes pem, TrustRoot root, Optional<X509Certificate> known)
            throws VerificationRejection {
        int position = 0;
        try {
            List<Bytes> chain = PemChain.split(pem);
            VerificationRejection.require(
                    chain.size() == LENGTH,
                    VerificationStatus.UNSUPPORTED_CERT_FORMAT,
                    "a PCK chain of " + chain.size() + " certificates");
            List<X509Certificate> below = new ArrayList<>(LENGTH);
            for (; position < LENGTH; position++) {
                Bytes der = chain.get(position);
                if (known.isPresent() && der.equals(known.get().der())) {
                    below.add(known.get());
                } else if (!der.equals(root.certificate().der())) {
                    below.add(X509Certificate.parse(der));
                }
            }
            requireRoot(below);
            return below;
        } catch (CertificateFormatException e) {
            throw rejection(e, VerificationStatus.invalidExtensions(position));
        }
    }

    private static void requireRoot(List<X509Certificate> below) throws VerificationRejection {
        if (below.size() == LENGTH - 1) {
            return;
        }
        X509Certificate otherRoot = below.stream()
                .filter(X509Certificate::isSelfIssued)
                .findFirst()
                .orElseThrow(() ->
                        new VerificationRejection(VerificationStatus.SGX_ROOT_CA_MISSING, "no root in the PCK chain"));
        VerificationRejection.require(
                otherRoot.isIssuedBy(otherRoot),
                VerificationStatus.SGX_ROOT_CA_INVALID_ISSUER,
                "the root of the PCK chain did not sign itself");
        throw new VerificationRejection(
                VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED, "the PCK chain has another root");
    }

    private static X509Certificate only(List<X509Certificate> chain, String phrase, VerificationStatus whenMissing)
            throws VerificationRejection {
        List<X509Certificate> named = chain.stream()
                .filter(certificate -> !certificate.isSelfIssued()
                        && certificate.subjectCommonName().contains(phrase))
                .toList();
        VerificationRejection.require(named.size() == 1, whenMissing, named.size() + " certificates named " + phrase);
        return named.getFirst();
    }

    private static PckCertificate pck(X509Certificate leaf) throws VerificationRejection {
        try {
            return PckCertificate.of(leaf);
        } catch (CertificateFormatException e) {
            throw rejection(e, VerificationStatus.SGX_PCK_INVALID_EXTENSIONS);
        }
    }

    private static VerificationRejection rejection(CertificateFormatException e, VerificationStatus whenExtensions) {
        VerificationStatus status = switch (e.kind()) {
            case FORMAT -> VerificationStatus.UNSUPPORTED_CERT_FORMAT;
            case EXTENSIONS -> whenExtensions;
        };
        return new VerificationRejection(status, String.valueOf(e.getMessage()));
    }

    /** The second half of {@code PckCertVerifier.cpp: verify} that needs the intermediate itself. */
    void requireIntermediateTrusted(VerifiedCollateral collateral) throws VerificationRejection {
        VerificationRejection.require(
                collateral.pckCrl().issuer().equals(intermediate.subject()),
                VerificationStatus.SGX_CRL_UNKNOWN_ISSUER,
                "the revocation list is of " + collateral.pckCrl().issuerCommonName() + ", the PCK of "
                        + intermediate.subjectCommonName());
        VerificationRejection.require(
                intermediate.publicKey().equals(collateral.pckCa().publicKey())
                        || collateral.pckCrl().isIssuedBy(intermediate),
                VerificationStatus.SGX_CRL_INVALID_SIGNATURE,
                "another key than the intermediate CA's signed the revocation list");
        VerificationRejection.require(
                !collateral.rootCrl().isRevoked(intermediate),
                VerificationStatus.SGX_INTERMEDIATE_CA_REVOKED,
                "intermediate CA " + intermediate.serialNumber().toString(16));
    }
}
