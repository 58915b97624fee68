package org.computingpower.sgx.dcap.appraise;

import java.util.Arrays;
import java.util.List;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;

/** The steps of a verification in order. */
enum VerificationStep {
    QUOTE_FORMAT("quote-format"),
    COLLATERAL_CHAINS("collateral-chains"),
    REVOCATION_LISTS("revocation-lists"),
    TCB_INFO("tcb-info"),
    QE_IDENTITY("qe-identity"),
    VALIDITY_WINDOWS("validity-windows"),
    PCK_CHAIN("pck-chain"),
    PCK_REVOCATION("pck-revocation"),
    TCB_INFO_MATCH("tcb-info-match"),
    TDX_MODULE("tdx-module"),
    QE_REPORT("qe-report"),
    QE_IDENTITY_MATCH("qe-identity-match"),
    QUOTE_SIGNATURE("quote-signature"),
    TCB_LEVEL("tcb-level");

    private final String checkName;

    VerificationStep(String checkName) {
        this.checkName = checkName;
    }

    /** One check per step when all of them passed for evidence of this kind. */
    static List<Check> allPassed(Tee tee) {
        return Arrays.stream(values())
                .map(step -> Check.pass(
                        step.checkName, step == TDX_MODULE && tee == Tee.SGX ? "an SGX quote names none" : "verified"))
                .toList();
    }

    /**
     * One check per step when {@code status} ended the verification of the collateral or, if {@code ofQuote}, of the
     * quote. Steps after the failed one say nothing.
     */
    static List<Check> failedWith(VerificationStatus status, String detail, boolean ofQuote) {
        VerificationStep failed = stepOf(status, ofQuote);
        return Arrays.stream(values())
                .map(step -> {
                    int order = step.compareTo(failed);
                    if (order == 0) {
                        return Check.fail(step.checkName, status + " (" + status.code() + "): " + detail);
                    }
                    return order < 0
                            ? Check.pass(step.checkName, "verified")
                            : new Check(step.checkName, Check.Outcome.NOT_CHECKED, "");
                })
                .toList();
    }

    /** Codes of chains belong to the collateral before it is verified, and to the PCK chain after. */
    private static VerificationStep stepOf(VerificationStatus status, boolean ofQuote) {
        VerificationStep step = stepOf(status);
        boolean chainOfQuote = ofQuote && (step == COLLATERAL_CHAINS || step == REVOCATION_LISTS);
        return chainOfQuote ? PCK_CHAIN : step;
    }

    private static VerificationStep stepOf(VerificationStatus status) {
        return switch (status) {
            case UNSUPPORTED_QUOTE_FORMAT -> QUOTE_FORMAT;
            case UNSUPPORTED_CERT_FORMAT,
                    SGX_ROOT_CA_MISSING,
                    SGX_ROOT_CA_INVALID_EXTENSIONS,
                    SGX_ROOT_CA_INVALID_ISSUER,
                    SGX_INTERMEDIATE_CA_MISSING,
                    SGX_INTERMEDIATE_CA_INVALID_EXTENSIONS,
                    SGX_INTERMEDIATE_CA_INVALID_ISSUER,
                    SGX_INTERMEDIATE_CA_REVOKED,
                    SGX_PCK_CERT_CHAIN_UNTRUSTED,
                    SGX_TCB_SIGNING_CERT_MISSING,
                    SGX_TCB_SIGNING_CERT_INVALID_EXTENSIONS,
                    SGX_TCB_SIGNING_CERT_INVALID_ISSUER,
                    SGX_TCB_SIGNING_CERT_CHAIN_UNTRUSTED,
                    SGX_TCB_SIGNING_CERT_REVOKED,
                    TRUST_ROOT_MISMATCH -> COLLATERAL_CHAINS;
            case SGX_CRL_UNSUPPORTED_FORMAT,
                    SGX_CRL_UNKNOWN_ISSUER,
                    SGX_CRL_INVALID_EXTENSIONS,
                    SGX_CRL_INVALID_SIGNATURE -> REVOCATION_LISTS;
            case SGX_TCB_INFO_UNSUPPORTED_FORMAT,
                    SGX_TCB_INFO_INVALID,
                    TCB_INFO_INVALID_SIGNATURE,
                    TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR -> TCB_INFO;
            case SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT,
                    SGX_ENCLAVE_IDENTITY_INVALID,
                    SGX_ENCLAVE_IDENTITY_UNSUPPORTED_VERSION,
                    SGX_ENCLAVE_IDENTITY_INVALID_SIGNATURE -> QE_IDENTITY;
            case SGX_CRL_EXPIRED,
                    SGX_SIGNING_CERT_CHAIN_EXPIRED,
                    SGX_TCB_INFO_EXPIRED,
                    SGX_ENCLAVE_IDENTITY_EXPIRED,
                    SGX_PCK_CERT_CHAIN_EXPIRED,
                    COLLATERAL_OLDER_THAN_KNOWN -> VALIDITY_WINDOWS;
            case SGX_PCK_MISSING,
                    SGX_PCK_INVALID_EXTENSIONS,
                    SGX_PCK_INVALID_ISSUER,
                    INVALID_QE_CERTIFICATION_DATA_SIZE,
                    UNSUPPORTED_QE_CERTIFICATION_DATA_TYPE,
                    PCK_CERT_MISMATCH -> PCK_CHAIN;
            case SGX_PCK_REVOKED -> PCK_REVOCATION;
            case TCB_INFO_MISMATCH -> TCB_INFO_MATCH;
            case TDX_MODULE_MISMATCH -> TDX_MODULE;
            case INVALID_QE_REPORT_SIGNATURE, INVALID_QE_REPORT_DATA -> QE_REPORT;
            case QE_IDENTITY_MISMATCH -> QE_IDENTITY_MATCH;
            case INVALID_QUOTE_SIGNATURE -> QUOTE_SIGNATURE;
            case OK,
                    TCB_OUT_OF_DATE,
                    TCB_REVOKED,
                    TCB_CONFIGURATION_NEEDED,
                    TCB_OUT_OF_DATE_CONFIGURATION_NEEDED,
                    TCB_NOT_SUPPORTED,
                    TCB_SW_HARDENING_NEEDED,
                    TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED,
                    TCB_TD_RELAUNCH_ADVISED,
                    TCB_TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED -> TCB_LEVEL;
        };
    }
}
