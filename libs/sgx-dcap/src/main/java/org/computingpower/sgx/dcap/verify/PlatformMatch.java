package org.computingpower.sgx.dcap.verify;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.parse.EnclaveIdentity;
import org.computingpower.sgx.dcap.parse.ReportBody;
import org.computingpower.sgx.dcap.parse.SgxReport;
import org.computingpower.sgx.dcap.parse.TcbInfo;
import org.computingpower.sgx.dcap.parse.TdReport;
import org.computingpower.sgx.dcap.parse.TdxModuleIdentity;

/** Checks that collateral speaks for this very platform. No signatures here. */
final class PlatformMatch {
    private static final int MODULE_VERSION = 1;

    private PlatformMatch() {}

    /** Steps 4.1.2.5.10 and 4.1.2.5.11 of {@code Verifiers/QuoteVerifier.cpp}: TEE, FMSPC and PCE-ID. */
    static void requireTcbInfoFor(Tee tee, PlatformClaims platform, TcbInfo tcbInfo) throws VerificationRejection {
        VerificationRejection.require(
                tcbInfo.tee() == tee,
                VerificationStatus.TCB_INFO_MISMATCH,
                "TCB info is for " + tcbInfo.tee() + ", the quote is " + tee);
        VerificationRejection.require(
                tcbInfo.fmspc().equals(platform.fmspc()),
                VerificationStatus.TCB_INFO_MISMATCH,
                "TCB info is for FMSPC " + tcbInfo.fmspc() + ", the platform has " + platform.fmspc());
        VerificationRejection.require(
                tcbInfo.pceId().equals(platform.pceId()),
                VerificationStatus.TCB_INFO_MISMATCH,
                "TCB info is for PCE-ID " + tcbInfo.pceId() + ", the platform has " + platform.pceId());
    }

    /** Step 4.1.2.5.12: signer and attributes of the TDX module. */
    static void requireTdxModule(ReportBody body, TcbInfo tcbInfo) throws VerificationRejection {
        switch (body) {
            case SgxReport report -> {}
            case TdReport report -> requireTdxModule(report, tcbInfo);
        }
    }

    private static void requireTdxModule(TdReport report, TcbInfo tcbInfo) throws VerificationRejection {
        int moduleVersion = report.teeTcbSvn().unsignedAt(MODULE_VERSION);
        TdxModuleIdentity identity = (moduleVersion == 0
                        ? tcbInfo.tdxModule()
                        : tcbInfo.tdxModuleIdentity(moduleVersion))
                .orElseThrow(() -> new VerificationRejection(
                        VerificationStatus.TDX_MODULE_MISMATCH, "no identity for TDX module version " + moduleVersion));
        VerificationRejection.require(
                report.mrSignerSeam().equals(identity.mrSigner()),
                VerificationStatus.TDX_MODULE_MISMATCH,
                "MRSIGNERSEAM " + report.mrSignerSeam());
        VerificationRejection.require(
                report.seamAttributes().isZero() && report.seamAttributes().equals(identity.attributes()),
                VerificationStatus.TDX_MODULE_MISMATCH,
                "SEAMATTRIBUTES " + report.seamAttributes());
    }

    /**
     * Steps 4.1.2.5.15 and 4.1.2.5.16, and {@code Verifiers/EnclaveReportVerifier.cpp: verify}: the report of the
     * quoting enclave fits Intel's identity. Its SVN is judged with the TCB level.
     */
    static void requireQuotingEnclave(Tee tee, SgxReport qeReport, EnclaveIdentity identity)
            throws VerificationRejection {
        requireIdentity(identity.id().equals(tee.qeIdentityId()), "id " + identity.id());
        requireIdentity(
                equalsUnderMask(qeReport.miscSelect(), identity.miscSelectMask(), identity.miscSelect()),
                "MISCSELECT " + qeReport.miscSelect());
        requireIdentity(
                equalsUnderMask(qeReport.attributes(), identity.attributesMask(), identity.attributes()),
                "ATTRIBUTES " + qeReport.attributes());
        requireIdentity(qeReport.mrSigner().equals(identity.mrSigner()), "MRSIGNER " + qeReport.mrSigner());
        requireIdentity(qeReport.isvProdId() == identity.isvProdId(), "ISVPRODID " + qeReport.isvProdId());
    }

    private static void requireIdentity(boolean condition, String found) throws VerificationRejection {
        VerificationRejection.require(
                condition, VerificationStatus.QE_IDENTITY_MISMATCH, "the quoting enclave does not fit: " + found);
    }

    private static boolean equalsUnderMask(Bytes value, Bytes mask, Bytes expected) {
        for (int i = 0; i < expected.length(); i++) {
            if ((value.unsignedAt(i) & mask.unsignedAt(i)) != expected.unsignedAt(i)) {
                return false;
            }
        }
        return true;
    }
}
