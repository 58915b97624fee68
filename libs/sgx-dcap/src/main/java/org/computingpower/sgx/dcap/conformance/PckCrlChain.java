package org.computingpower.sgx.dcap.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.X509Certificate;

/** The issuer chain of a PCK revocation list taken from the PCK chain, as Intel's library does, for folders without one. */
final class PckCrlChain {
    private PckCrlChain() {}

    static Bytes of(Bytes pckChain) {
        try {
            StringBuilder pem = new StringBuilder();
            List<X509Certificate> chain = PemChain.parse(pckChain);
            for (X509Certificate certificate : chain) {
                if (certificate.sgxExtension().isEmpty()) {
                    pem.append("-----BEGIN CERTIFICATE-----\n")
                            .append(Base64.getMimeEncoder()
                                    .encodeToString(certificate.der().toByteArray()))
                            .append("\n-----END CERTIFICATE-----\n");
                }
            }
            return Bytes.copyOf(pem.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateFormatException e) {
            return pckChain; // refused for the same defect as the PCK chain
        }
    }
}
