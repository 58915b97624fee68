package org.computingpower.sgx.dcap.collateral;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.parse.EnclaveIdentity;
import org.computingpower.sgx.dcap.parse.RevocationList;
import org.computingpower.sgx.dcap.parse.TcbInfo;
import org.computingpower.sgx.dcap.parse.X509Certificate;

/**
 * Collateral whose signatures, chains and revocations were verified under one trust root. Only
 * {@link CollateralVerifier} makes one. Immutable and free to share between threads and to cache per (TEE, FMSPC,
 * evaluation number); its validity windows are checked again at each use.
 */
public final class VerifiedCollateral {
    private final CollateralBytes bytes;
    private final TrustRoot trustRoot;
    private final CollateralRules rules;
    private final RevocationList rootCrl;
    private final X509Certificate pckCa;
    private final RevocationList pckCrl;
    private final TcbInfo tcbInfo;
    private final EnclaveIdentity qeIdentity;
    private final List<Window> windows;
    private final Instant validFrom;
    private final Instant validTo;
    private final Bytes sha256;

    VerifiedCollateral(
            CollateralBytes bytes,
            TrustRoot trustRoot,
            CollateralRules rules,
            RevocationList rootCrl,
            X509Certificate pckCa,
            RevocationList pckCrl,
            X509Certificate tcbSigner,
            TcbInfo tcbInfo,
            X509Certificate identitySigner,
            EnclaveIdentity qeIdentity) {
        this.bytes = bytes;
        this.trustRoot = trustRoot;
        this.rules = rules;
        this.rootCrl = rootCrl;
        this.pckCa = pckCa;
        this.pckCrl = pckCrl;
        this.tcbInfo = tcbInfo;
        this.qeIdentity = qeIdentity;
        this.windows = List.of(
                window("root CA", trustRoot.certificate(), VerificationStatus.SGX_PCK_CERT_CHAIN_EXPIRED),
                window("PCK CA", pckCa, VerificationStatus.SGX_PCK_CERT_CHAIN_EXPIRED),
                window("root CA revocation list", rootCrl),
                window("PCK revocation list", pckCrl),
                window("TCB signing certificate", tcbSigner, VerificationStatus.SGX_SIGNING_CERT_CHAIN_EXPIRED),
                new Window(
                        "TCB info",
                        tcbInfo.issueDate().minus(rules.clockSkew()),
                        tcbInfo.nextUpdate(),
                        VerificationStatus.SGX_TCB_INFO_EXPIRED),
                window(
                        "enclave identity signing certificate",
                        identitySigner,
                        VerificationStatus.SGX_SIGNING_CERT_CHAIN_EXPIRED),
                new Window(
                        "enclave identity",
                        qeIdentity.issueDate().minus(rules.clockSkew()),
                        qeIdentity.nextUpdate(),
                        VerificationStatus.SGX_ENCLAVE_IDENTITY_EXPIRED));
        this.validFrom = Collections.max(windows.stream().map(Window::from).toList());
        this.validTo = Collections.min(windows.stream().map(Window::to).toList());
        this.sha256 = bytes.sha256();
    }

    private record Window(String what, Instant from, Instant to, VerificationStatus whenOutside) {
        boolean contains(Instant instant) {
            return !instant.isBefore(from) && !instant.isAfter(to);
        }
    }

    private Window window(String what, X509Certificate certificate, VerificationStatus whenOutside) {
        return new Window(what, certificate.notBefore().minus(rules.clockSkew()), certificate.notAfter(), whenOutside);
    }

    private static Window window(String what, RevocationList list) {
        return new Window(what, list.thisUpdate(), list.nextUpdate(), VerificationStatus.SGX_CRL_EXPIRED);
    }

    /** The first part whose validity window does not contain {@code instant}; empty if all do. */
    public Optional<CollateralResult.Rejected> refusalAt(Instant instant) {
        if (!instant.isBefore(validFrom) && !instant.isAfter(validTo)) {
            return Optional.empty();
        }
        for (Window window : windows) {
            if (!window.contains(instant)) {
                return Optional.of(new CollateralResult.Rejected(
                        window.whenOutside(),
                        window.what() + " is valid from " + window.from() + " to " + window.to() + ", not at "
                                + instant));
            }
        }
        return Optional.empty();
    }

    /**
     * Why this collateral must not take the place of {@code known}: a TCB recovery or a revocation that is known would be
     * taken back, although each part is still in its window. Empty if no part is older.
     */
    public Optional<CollateralResult.Rejected> refusalInPlaceOf(VerifiedCollateral known) {
        if (tcbEvaluationDataNumber() < known.tcbEvaluationDataNumber()) {
            return Optional.of(new CollateralResult.Rejected(
                    VerificationStatus.TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR,
                    "number " + tcbEvaluationDataNumber() + ", known is " + known.tcbEvaluationDataNumber()));
        }
        if (rootCrl.isOlderThan(known.rootCrl)) {
            return older("root CA revocation list", rootCrl.thisUpdate(), known.rootCrl.thisUpdate());
        }
        if (pckCrl.isOlderThan(known.pckCrl)) {
            return older("PCK revocation list", pckCrl.thisUpdate(), known.pckCrl.thisUpdate());
        }
        if (tcbInfo.issueDate().isBefore(known.tcbInfo.issueDate())) {
            return older("TCB info", tcbInfo.issueDate(), known.tcbInfo.issueDate());
        }
        return qeIdentity.issueDate().isBefore(known.qeIdentity.issueDate())
                ? older("enclave identity", qeIdentity.issueDate(), known.qeIdentity.issueDate())
                : Optional.empty();
    }

    private static Optional<CollateralResult.Rejected> older(String what, Instant issued, Instant known) {
        return Optional.of(new CollateralResult.Rejected(
                VerificationStatus.COLLATERAL_OLDER_THAN_KNOWN,
                what + " of " + issued + " is older than the known one of " + known));
    }

    /** First instant at which every part is valid. */
    public Instant validFrom() {
        return validFrom;
    }

    /** Last instant at which every part is still valid. */
    public Instant validTo() {
        return validTo;
    }

    /** {@link CollateralBytes#sha256()} of what was verified. */
    public Bytes sha256() {
        return sha256;
    }

    /** The lower of the two numbers in TCB info and enclave identity. */
    public int tcbEvaluationDataNumber() {
        return Math.min(tcbInfo.tcbEvaluationDataNumber(), qeIdentity.tcbEvaluationDataNumber());
    }

    /** Which quotes this collateral is for. */
    public CollateralKey key() {
        return new CollateralKey(tcbInfo.tee(), tcbInfo.fmspc(), ca());
    }

    public PckCa ca() {
        return CollateralKey.caNamed(pckCa.subjectCommonName());
    }

    public CollateralBytes bytes() {
        return bytes;
    }

    public TrustRoot trustRoot() {
        return trustRoot;
    }

    public CollateralRules rules() {
        return rules;
    }

    public RevocationList rootCrl() {
        return rootCrl;
    }

    /** The processor or platform CA that {@link #pckCrl} speaks for. */
    public X509Certificate pckCa() {
        return pckCa;
    }

    public RevocationList pckCrl() {
        return pckCrl;
    }

    public TcbInfo tcbInfo() {
        return tcbInfo;
    }

    public EnclaveIdentity qeIdentity() {
        return qeIdentity;
    }
}
