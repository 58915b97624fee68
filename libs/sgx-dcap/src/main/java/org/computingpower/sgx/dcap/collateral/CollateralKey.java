package org.computingpower.sgx.dcap.collateral;

import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PckCertificate;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.X509Certificate;

/**
 * Which collateral a quote needs. Read from an unverified quote it is good for looking collateral up and nothing else; a
 * service that fetches what strangers ask for takes it from {@link org.computingpower.sgx.dcap.verify.CollateralNeed}.
 *
 * @param tee decides TCB info and quoting enclave identity
 * @param fmspc 6 bytes, decides the TCB info
 * @param ca decides the revocation list
 */
public record CollateralKey(Tee tee, Bytes fmspc, PckCa ca) {

    /** Reads the key from a quote that holds its PCK chain; empty if it does not. */
    public static Optional<CollateralKey> of(Quote quote) throws CertificateFormatException {
        return quote.certificationData().isSelfContained()
                ? of(quote.header().tee(), quote.certificationData().payload())
                : Optional.empty();
    }

    /** The key for a PCK certificate and the authority that issued it. */
    public static CollateralKey of(Tee tee, PckCertificate pck, X509Certificate issuer) {
        return new CollateralKey(tee, pck.fmspc(), caNamed(issuer.subjectCommonName()));
    }

    /** Reads the key from a PCK chain in PEM; empty if it holds no PCK certificate. */
    private static Optional<CollateralKey> of(Tee tee, Bytes pckChain) throws CertificateFormatException {
        List<X509Certificate> chain = PemChain.parse(pckChain);
        for (X509Certificate certificate : chain) {
            if (certificate.sgxExtension().isPresent()) {
                PckCertificate pck = PckCertificate.of(certificate);
                return Optional.of(new CollateralKey(tee, pck.fmspc(), issuer(certificate, chain)));
            }
        }
        return Optional.empty();
    }

    private static PckCa issuer(X509Certificate leaf, List<X509Certificate> chain) {
        for (X509Certificate certificate : chain) {
            if (certificate.subject().equals(leaf.issuer())) {
                return caNamed(certificate.subjectCommonName());
            }
        }
        return PckCa.PROCESSOR;
    }

    static PckCa caNamed(String commonName) {
        return commonName.contains("Platform") ? PckCa.PLATFORM : PckCa.PROCESSOR;
    }
}
