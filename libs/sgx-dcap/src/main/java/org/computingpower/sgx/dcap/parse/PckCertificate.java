package org.computingpower.sgx.dcap.parse;

import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;

/**
 * A PCK certificate: an X.509 certificate with Intel's SGX extension, unverified.
 *
 * @param certificate the certificate
 * @param ppid 16 bytes that stay the same for the life of the processor package
 * @param fmspc 6 bytes: family, model, stepping, platform type
 * @param pceId 2 bytes
 * @param sgxType what the memory encryption protects against
 * @param sgxTcbComponents 16 SVNs, one byte each; these decide the TCB level, not {@code cpuSvn}
 * @param pceSvn SVN of the provisioning certification enclave
 * @param cpuSvn 16 bytes, informative
 * @param platformInstanceId 16 bytes, in certificates of the platform CA only
 */
public record PckCertificate(
        X509Certificate certificate,
        Bytes ppid,
        Bytes fmspc,
        Bytes pceId,
        SgxType sgxType,
        Bytes sgxTcbComponents,
        int pceSvn,
        Bytes cpuSvn,
        Optional<Bytes> platformInstanceId) {

    /** Reads the SGX extension of {@code certificate}. */
    public static PckCertificate of(X509Certificate certificate) throws CertificateFormatException {
        return SgxExtension.read(certificate);
    }
}
