package org.computingpower.sgx.dcap.collateral;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.EnclaveIdentity;
import org.computingpower.sgx.dcap.parse.RevocationList;
import org.computingpower.sgx.dcap.parse.SignedJson;
import org.computingpower.sgx.dcap.parse.TcbInfo;
import org.computingpower.sgx.dcap.parse.X509Certificate;

/**
 * Verifies collateral once, so that each quote afterwards costs no more than the signatures on its own path. Stands
 * for {@code sgxAttestationVerifyTCBInfo}, {@code sgxAttestationVerifyEnclaveIdentity} and the revocation part of
 * {@code sgxAttestationVerifyPCKCertificate}. Pure: no I/O, no clock.
 */
public final class CollateralVerifier {
    private CollateralVerifier() {}

    /** Verifies every signature, chain and revocation, and that {@code now} lies in every validity window. */
    public static CollateralResult verify(CollateralBytes bytes, TrustRoot root, CollateralRules rules, Instant now) {
        CollateralResult result = verifySignatures(bytes, root, rules);
        return switch (result) {
            case CollateralResult.Rejected rejected -> rejected;
            case CollateralResult.Verified verified -> {
                Optional<CollateralResult.Rejected> outside =
                        verified.collateral().refusalAt(now);
                yield outside.isPresent() ? outside.get() : verified;
            }
        };
    }

    /**
     * Verifies everything but the validity windows, which {@link VerifiedCollateral#refusalAt} checks at each use. For
     * a store that wants to verify once and use at many instants.
     */
    public static CollateralResult verifySignatures(CollateralBytes bytes, TrustRoot root, CollateralRules rules) {
        try {
            return new CollateralResult.Verified(verified(bytes, root, rules));
        } catch (CollateralRejection rejection) {
            return rejection.toResult();
        }
    }

    private static VerifiedCollateral verified(CollateralBytes bytes, TrustRoot root, CollateralRules rules)
            throws CollateralRejection {
        X509Certificate pckCa = SigningChain.pckCa(bytes.pckCrlIssuerChain(), root);
        RevocationList rootCrl = revocationList(bytes.rootCaCrl(), root.certificate());
        CollateralRejection.require(
                !rootCrl.isRevoked(pckCa),
                VerificationStatus.SGX_INTERMEDIATE_CA_REVOKED,
                "PCK CA " + pckCa.serialNumber().toString(16));
        RevocationList pckCrl = revocationList(bytes.pckCrl(), pckCa);
        SignedJson signedTcbInfo = signedTcbInfo(bytes.tcbInfo());
        X509Certificate tcbSigner = SigningChain.tcbSigning(bytes.tcbInfoIssuerChain(), root, rootCrl);
        TcbInfo tcbInfo = tcbInfo(signedTcbInfo, tcbSigner, rules);
        SignedJson signedIdentity = signedIdentity(bytes.qeIdentity());
        X509Certificate identitySigner = bytes.qeIdentityIssuerChain().equals(bytes.tcbInfoIssuerChain())
                ? tcbSigner
                : SigningChain.tcbSigning(bytes.qeIdentityIssuerChain(), root, rootCrl);
        EnclaveIdentity identity = identity(signedIdentity, identitySigner, rules);
        return new VerifiedCollateral(
                bytes, root, rules, rootCrl, pckCa, pckCrl, tcbSigner, tcbInfo, identitySigner, identity);
    }

    private static RevocationList revocationList(Bytes list, X509Certificate issuer) throws CollateralRejection {
        RevocationList parsed;
        try {
            parsed = RevocationList.parse(list);
        } catch (CertificateFormatException e) {
            throw new CollateralRejection(
                    switch (e.kind()) {
                        case FORMAT -> VerificationStatus.SGX_CRL_UNSUPPORTED_FORMAT;
                        case EXTENSIONS -> VerificationStatus.SGX_CRL_INVALID_EXTENSIONS;
                    },
                    String.valueOf(e.getMessage()));
        }
        CollateralRejection.require(
                parsed.issuer().equals(issuer.subject()),
                VerificationStatus.SGX_CRL_UNKNOWN_ISSUER,
                "revocation list of " + parsed.issuerCommonName() + " instead of " + issuer.subjectCommonName());
        CollateralRejection.require(
                parsed.isIssuedBy(issuer),
                VerificationStatus.SGX_CRL_INVALID_SIGNATURE,
                "revocation list of " + parsed.issuerCommonName());
        return parsed;
    }

    private static SignedJson signedTcbInfo(Bytes json) throws CollateralRejection {
        try {
            return SignedJson.parse(json, "tcbInfo", JsonFormatException.Kind.INVALID);
        } catch (JsonFormatException e) {
            throw ofTcbInfo(e);
        }
    }

    private static TcbInfo tcbInfo(SignedJson signed, X509Certificate signer, CollateralRules rules)
            throws CollateralRejection {
        CollateralRejection.require(
                isSignedBy(signer, signed), VerificationStatus.TCB_INFO_INVALID_SIGNATURE, "TCB info signature");
        try {
            TcbInfo tcbInfo = TcbInfo.parse(signed.body(), rules.acceptTcbInfoVersion2());
            requireFloor("TCB info", tcbInfo.tcbEvaluationDataNumber(), rules);
            return tcbInfo;
        } catch (JsonFormatException e) {
            throw ofTcbInfo(e);
        }
    }

    private static CollateralRejection ofTcbInfo(JsonFormatException e) {
        VerificationStatus status = switch (e.kind()) {
            case FORMAT -> VerificationStatus.SGX_TCB_INFO_UNSUPPORTED_FORMAT;
            case INVALID, VERSION -> VerificationStatus.SGX_TCB_INFO_INVALID;
        };
        return new CollateralRejection(status, String.valueOf(e.getMessage()));
    }

    private static SignedJson signedIdentity(Bytes json) throws CollateralRejection {
        try {
            return SignedJson.parse(json, "enclaveIdentity");
        } catch (JsonFormatException e) {
            throw ofIdentity(e);
        }
    }

    private static EnclaveIdentity identity(SignedJson signed, X509Certificate signer, CollateralRules rules)
            throws CollateralRejection {
        CollateralRejection.require(
                isSignedBy(signer, signed),
                VerificationStatus.SGX_ENCLAVE_IDENTITY_INVALID_SIGNATURE,
                "enclave identity signature");
        try {
            EnclaveIdentity identity = EnclaveIdentity.parse(signed.body());
            requireFloor("enclave identity", identity.tcbEvaluationDataNumber(), rules);
            return identity;
        } catch (JsonFormatException e) {
            throw ofIdentity(e);
        }
    }

    private static CollateralRejection ofIdentity(JsonFormatException e) {
        VerificationStatus status = switch (e.kind()) {
            case FORMAT -> VerificationStatus.SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT;
            case INVALID -> VerificationStatus.SGX_ENCLAVE_IDENTITY_INVALID;
            case VERSION -> VerificationStatus.SGX_ENCLAVE_IDENTITY_UNSUPPORTED_VERSION;
        };
        return new CollateralRejection(status, String.valueOf(e.getMessage()));
    }

    private static boolean isSignedBy(X509Certificate signer, SignedJson signed) {
        return signed.isInIntelsForm() && signer.publicKey().verifiesRaw(signed.body(), signed.signature());
    }

    private static void requireFloor(String what, int number, CollateralRules rules) throws CollateralRejection {
        CollateralRejection.require(
                number >= rules.minimumTcbEvaluationDataNumber(),
                VerificationStatus.TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR,
                what + " has number " + number + ", the floor is " + rules.minimumTcbEvaluationDataNumber());
    }
}
