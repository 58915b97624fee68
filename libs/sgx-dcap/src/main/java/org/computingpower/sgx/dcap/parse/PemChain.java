package org.computingpower.sgx.dcap.parse;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.CertificateFormatException.Kind;

/** Certificates in PEM, one after another, as quotes and issuer chain headers carry them. */
public final class PemChain {
    /** 32 KiB: a chain of three has 4 KB. */
    public static final int MAX_LENGTH = 32 * 1024;

    private static final int MAX_CERTIFICATES = 4;
    private static final String LABEL = "CERTIFICATE";

    private PemChain() {}

    /** The DER of each certificate in order; see {@link Pem#blocks}. */
    public static List<Bytes> split(Bytes pem) throws CertificateFormatException {
        if (pem.length() > MAX_LENGTH) {
            throw new CertificateFormatException(Kind.FORMAT, "chain longer than " + MAX_LENGTH + " bytes");
        }
        return Pem.blocks(pem, LABEL, MAX_CERTIFICATES);
    }

    /** Reads every certificate of a chain. */
    public static List<X509Certificate> parse(Bytes pem) throws CertificateFormatException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Bytes der : split(pem)) {
            certificates.add(X509Certificate.parse(der));
        }
        return List.copyOf(certificates);
    }

    /** The PEM text in an issuer chain header of a PCS or PCCS, which is URL-encoded. */
    public static Bytes ofHeader(String urlEncoded) throws CertificateFormatException {
        try {
            // '+' is a base64 digit here, not a blank: the services encode blanks as %20.
            String pem = URLDecoder.decode(urlEncoded.replace("+", "%2B"), StandardCharsets.US_ASCII);
            return Bytes.copyOf(pem.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new CertificateFormatException("malformed issuer chain header", e);
        }
    }
}
