package org.computingpower.sgx.dcap.verify;

import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.CertificationData;
import org.computingpower.sgx.dcap.parse.PckCertificate;
import org.computingpower.sgx.dcap.parse.PemChain;

/**
 * Checks that certification data names the PCK certificate of the chain. That the PCK's key signed the report of the
 * quoting enclave is what binds them; this finds a wrong chain earlier and says so. Nothing signs certification data and
 * Intel's library does not read types 1 to 3, so there another layout than the usual one is no reason to refuse.
 */
final class CertificationDataMatch {
    private static final int PPID_LENGTH = 16;
    private static final int RSA_2048_LENGTH = 256;
    private static final int RSA_3072_LENGTH = 384;
    private static final int SVN_LENGTH = 16 + 2; // CPUSVN and PCESVN
    private static final int PCE_ID_LENGTH = 2;

    private CertificationDataMatch() {}

    static void require(CertificationData data, Bytes pckChain, PckCertificate pck) throws VerificationRejection {
        switch (data.type()) {
            case CertificationData.PLAIN_PPID -> {
                requireMatch(
                        !hasLayout(data, PPID_LENGTH)
                                || data.payload().slice(0, PPID_LENGTH).equals(pck.ppid()),
                        "PPID");
                requirePceId(data, PPID_LENGTH, pck);
            }
            case CertificationData.ENCRYPTED_PPID_2048 -> requirePceId(data, RSA_2048_LENGTH, pck);
            case CertificationData.ENCRYPTED_PPID_3072 -> requirePceId(data, RSA_3072_LENGTH, pck);
            case CertificationData.PCK_LEAF ->
                requireMatch(leaf(data).equals(pck.certificate().der()), "PCK leaf");
            case CertificationData.PCK_CHAIN -> requireMatch(data.payload().equals(pckChain), "PCK chain");
            default ->
                throw new VerificationRejection(
                        VerificationStatus.UNSUPPORTED_QE_CERTIFICATION_DATA_TYPE, "type " + data.type());
        }
    }

    private static boolean hasLayout(CertificationData data, int ppidLength) {
        return data.payload().length() == ppidLength + SVN_LENGTH + PCE_ID_LENGTH;
    }

    private static void requirePceId(CertificationData data, int ppidLength, PckCertificate pck)
            throws VerificationRejection {
        requireMatch(
                !hasLayout(data, ppidLength)
                        || data.payload()
                                .slice(ppidLength + SVN_LENGTH, PCE_ID_LENGTH)
                                .equals(pck.pceId()),
                "PCE-ID");
    }

    private static Bytes leaf(CertificationData data) throws VerificationRejection {
        try {
            List<Bytes> certificates = PemChain.split(data.payload());
            requireMatch(certificates.size() == 1, "number of leaves");
            return certificates.getFirst();
        } catch (CertificateFormatException e) {
            throw new VerificationRejection(VerificationStatus.UNSUPPORTED_CERT_FORMAT, String.valueOf(e.getMessage()));
        }
    }

    private static void requireMatch(boolean condition, String what) throws VerificationRejection {
        VerificationRejection.require(
                condition,
                VerificationStatus.PCK_CERT_MISMATCH,
                what + " in the quote and of the given PCK chain differ");
    }
}
