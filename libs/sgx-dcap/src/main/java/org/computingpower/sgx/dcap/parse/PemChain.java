package org.computingpower.sgx.dcap.parse;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.CertificateFormatException.Kind;

/** Certificates in PEM, one after another, as quotes and issuer chain headers carry them. */
public final class PemChain {
    /** 32 KiB: a chain of three has 4 KB. */
    public static final int MAX_LENGTH = 32 * 1024;

    private static final int MAX_CERTIFICATES = 4;
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemChain() {}

    /**
     * The DER of each certificate in order. Text outside the blocks is ignored, as Intel's library does
     * ({@code CertificateChain.cpp: splitChain}); inside a block only base64 and white space may stand.
     */
    public static List<Bytes> split(Bytes pem) throws CertificateFormatException {
        if (pem.length() > MAX_LENGTH) {
            throw new CertificateFormatException(Kind.FORMAT, "chain longer than " + MAX_LENGTH + " bytes");
        }
        byte[] bytes = pem.toByteArray();
        String text = new String(bytes, StandardCharsets.ISO_8859_1); // one character per byte
        List<Bytes> certificates = new ArrayList<>();
        int position = 0;
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, position)) {
            int content = begin + BEGIN.length();
            int end = text.indexOf(END, content);
            if (end < 0 || certificates.size() == MAX_CERTIFICATES) {
                throw new CertificateFormatException(Kind.FORMAT, "unfinished chain or too many certificates");
            }
            certificates.add(decode(bytes, content, end));
            position = end + END.length();
        }
        return List.copyOf(certificates);
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

    private static Bytes decode(byte[] text, int from, int to) throws CertificateFormatException {
        byte[] base64 = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte c = text[i];
            if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
                base64[length++] = c;
            }
        }
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(Arrays.copyOf(base64, length)));
        } catch (IllegalArgumentException e) {
            throw new CertificateFormatException("malformed base64 in a certificate", e);
        }
    }
}
