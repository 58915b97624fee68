package org.computingpower.sgx.dcap;

/**
 * Why a verification ended. Names and codes are those of the {@code Status} enum in Intel's {@code QuoteVerification.h}
 * without the prefix {@code STATUS_}, so that results can be compared with Intel's library code by code. Codes from
 * 1000 are rules that Intel's library does not have.
 */
public enum VerificationStatus {
    OK(0),
    UNSUPPORTED_CERT_FORMAT(1),
    SGX_ROOT_CA_MISSING(2),
    SGX_ROOT_CA_INVALID_EXTENSIONS(4),
    SGX_ROOT_CA_INVALID_ISSUER(5),
    SGX_INTERMEDIATE_CA_MISSING(7),
    SGX_INTERMEDIATE_CA_INVALID_EXTENSIONS(9),
    SGX_INTERMEDIATE_CA_INVALID_ISSUER(10),
    SGX_INTERMEDIATE_CA_REVOKED(11),
    SGX_PCK_MISSING(12),
    SGX_PCK_INVALID_EXTENSIONS(14),
    SGX_PCK_INVALID_ISSUER(15),
    SGX_PCK_REVOKED(16),
    SGX_PCK_CERT_CHAIN_UNTRUSTED(18),
    SGX_TCB_INFO_UNSUPPORTED_FORMAT(19),
    SGX_TCB_INFO_INVALID(20),
    TCB_INFO_INVALID_SIGNATURE(21),
    SGX_TCB_SIGNING_CERT_MISSING(22),
    SGX_TCB_SIGNING_CERT_INVALID_EXTENSIONS(24),
    SGX_TCB_SIGNING_CERT_INVALID_ISSUER(25),
    SGX_TCB_SIGNING_CERT_CHAIN_UNTRUSTED(26),
    SGX_TCB_SIGNING_CERT_REVOKED(27),
    SGX_CRL_UNSUPPORTED_FORMAT(28),
    SGX_CRL_UNKNOWN_ISSUER(29),
    SGX_CRL_INVALID_EXTENSIONS(31),
    SGX_CRL_INVALID_SIGNATURE(32),
    UNSUPPORTED_QUOTE_FORMAT(37),
    TCB_INFO_MISMATCH(44),
    TCB_OUT_OF_DATE(45),
    TCB_REVOKED(46),
    TCB_CONFIGURATION_NEEDED(47),
    TCB_OUT_OF_DATE_CONFIGURATION_NEEDED(48),
    TCB_NOT_SUPPORTED(49),
    INVALID_QE_CERTIFICATION_DATA_SIZE(52),
    UNSUPPORTED_QE_CERTIFICATION_DATA_TYPE(53),
    PCK_CERT_MISMATCH(54),
    INVALID_QE_REPORT_SIGNATURE(55),
    INVALID_QE_REPORT_DATA(56),
    INVALID_QUOTE_SIGNATURE(57),
    SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT(62),
    SGX_ENCLAVE_IDENTITY_INVALID(63),
    SGX_ENCLAVE_IDENTITY_UNSUPPORTED_VERSION(64),
    QE_IDENTITY_MISMATCH(74),
    SGX_TCB_INFO_EXPIRED(75),
    SGX_ENCLAVE_IDENTITY_INVALID_SIGNATURE(76),
    SGX_PCK_CERT_CHAIN_EXPIRED(78),
    SGX_CRL_EXPIRED(79),
    SGX_SIGNING_CERT_CHAIN_EXPIRED(80),
    SGX_ENCLAVE_IDENTITY_EXPIRED(81),
    TCB_SW_HARDENING_NEEDED(82),
    TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED(83),
    TDX_MODULE_MISMATCH(85),
    TCB_TD_RELAUNCH_ADVISED(87),
    TCB_TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED(88),

    /** Collateral with a lower tcbEvaluationDataNumber than the floor: an attempt to roll a TCB recovery back. */
    TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR(1000),
    /** Claims of one trust root were put beside collateral of another. */
    TRUST_ROOT_MISMATCH(1001),
    /** Collateral with a part that is older than the same part of collateral that is known already. */
    COLLATERAL_OLDER_THAN_KNOWN(1002);

    private final int code;

    VerificationStatus(int code) {
        this.code = code;
    }

    /** The value of Intel's enum, or 1000 and above for a rule of ours. */
    public int code() {
        return code;
    }

    /**
     * The code for a certificate without a required extension in a PCK chain. As Intel's library, this one cannot know
     * which certificate it would have been and goes by its place ({@code CertificateChain.cpp: parse}).
     *
     * @param position 0 for the first certificate of the chain
     */
    public static VerificationStatus invalidExtensions(int position) {
        return switch (position) {
            case 0 -> SGX_ROOT_CA_INVALID_EXTENSIONS;
            case 1 -> SGX_INTERMEDIATE_CA_INVALID_EXTENSIONS;
            default -> SGX_PCK_INVALID_EXTENSIONS;
        };
    }

    /** The code with which Intel's library reports a quote that verifies at this TCB status. */
    public static VerificationStatus of(TcbStatus status) {
        return switch (status) {
            case UP_TO_DATE -> OK;
            case SW_HARDENING_NEEDED -> TCB_SW_HARDENING_NEEDED;
            case CONFIGURATION_NEEDED -> TCB_CONFIGURATION_NEEDED;
            case CONFIGURATION_AND_SW_HARDENING_NEEDED -> TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED;
            case OUT_OF_DATE -> TCB_OUT_OF_DATE;
            case OUT_OF_DATE_CONFIGURATION_NEEDED -> TCB_OUT_OF_DATE_CONFIGURATION_NEEDED;
            case REVOKED -> TCB_REVOKED;
            case TD_RELAUNCH_ADVISED -> TCB_TD_RELAUNCH_ADVISED;
            case TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED -> TCB_TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED;
        };
    }
}
