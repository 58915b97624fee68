package org.computingpower.sgx.dcap.parse;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.CertificateFormatException.Kind;

/** What certificates and revocation lists have in common. */
final class Der {
    /** How BouncyCastle writes the "Z" of both kinds of time. */
    private static final String UTC_TIME = "GMT+00:00";

    /** yyyyMMddHHmmss. */
    private static final int TIME_DIGITS = 14;

    private Der() {}

    /** Something that reads ASN.1; BouncyCastle throws many kinds of runtime exception on malformed input. */
    interface Reading<T> {
        T read() throws IOException, CertificateFormatException;
    }

    static <T> T guarded(String what, Reading<T> reading) throws CertificateFormatException {
        try {
            return reading.read();
        } catch (IOException | RuntimeException e) {
            throw new CertificateFormatException("malformed " + what, e);
        }
    }

    /** The one sequence that {@code der} holds; bytes after it are refused. */
    static ASN1Sequence sequence(byte[] der) throws IOException {
        return ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
    }

    /** The bytes of the first element inside the outer sequence: what the issuer signed, exactly as received. */
    static Bytes firstElement(Bytes der) throws CertificateFormatException {
        int inner = headerLength(der, 0);
        int length = headerLength(der, inner) + contentLength(der, inner);
        if (length > der.length() - inner) {
            throw new CertificateFormatException(Kind.FORMAT, "element longer than its sequence");
        }
        return der.slice(inner, length);
    }

    private static int headerLength(Bytes der, int offset) throws CertificateFormatException {
        int first = at(der, offset + 1);
        return first < 0x80 ? 2 : 2 + (first & 0x7f);
    }

    private static int contentLength(Bytes der, int offset) throws CertificateFormatException {
        int first = at(der, offset + 1);
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > 3) {
            throw new CertificateFormatException(Kind.FORMAT, "length of an element is indefinite or too large");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | at(der, offset + 2 + i);
        }
        return length;
    }

    private static int at(Bytes der, int index) throws CertificateFormatException {
        if (index >= der.length()) {
            throw new CertificateFormatException(Kind.FORMAT, "truncated");
        }
        return der.unsignedAt(index);
    }

    /** Refuses every signature algorithm but ecdsa-with-SHA256. */
    static void requireEcdsaWithSha256(AlgorithmIdentifier algorithm) throws CertificateFormatException {
        if (!X9ObjectIdentifiers.ecdsa_with_SHA256.equals(
                algorithm.getAlgorithm().toASN1Primitive())) {
            throw new CertificateFormatException(Kind.FORMAT, "signature algorithm " + algorithm.getAlgorithm());
        }
    }

    /**
     * The two integers of a signature in DER. Other encodings of the same integers are refused, as OpenSSL does for
     * Intel's library: they would let anyone make a second certificate out of one.
     */
    static EcdsaSignature signature(ASN1BitString bits) throws IOException, CertificateFormatException {
        byte[] encoded = bits.getOctets();
        ASN1Sequence rs = sequence(encoded);
        if (!Arrays.equals(rs.getEncoded(ASN1Encoding.DER), encoded)) {
            throw new CertificateFormatException(Kind.FORMAT, "the signature is not in DER");
        }
        if (rs.size() != 2) {
            throw new CertificateFormatException(Kind.FORMAT, "an ECDSA signature has two integers");
        }
        BigInteger r = ASN1Integer.getInstance(rs.getObjectAt(0)).getValue();
        BigInteger s = ASN1Integer.getInstance(rs.getObjectAt(1)).getValue();
        return new EcdsaSignature(r, s);
    }

    /**
     * A time to the second in UTC, the only form that RFC 5280, section 4.1.2.5, allows. BouncyCastle's own conversion
     * makes a date format for each call, which takes longer than the rest of the certificate.
     */
    static Instant instant(Time time) throws CertificateFormatException {
        String text = time.getTime();
        if (text.length() != UTC_TIME.length() + TIME_DIGITS || !text.endsWith(UTC_TIME)) {
            throw new CertificateFormatException(Kind.FORMAT, "a time must be given to the second and in UTC");
        }
        return LocalDateTime.of(
                        digits(text, 0, 4),
                        digits(text, 4, 6),
                        digits(text, 6, 8),
                        digits(text, 8, 10),
                        digits(text, 10, 12),
                        digits(text, 12, 14))
                .toInstant(ZoneOffset.UTC);
    }

    private static int digits(String text, int from, int to) throws CertificateFormatException {
        int value = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new CertificateFormatException(Kind.FORMAT, "a time has a sign or letter for a digit");
            }
            value = 10 * value + (digit - '0');
        }
        return value;
    }

    static Bytes encoded(X500Name name) throws IOException {
        return Bytes.copyOf(name.getEncoded());
    }

    /** The common name; a name without one or with several is refused. */
    static String commonName(X500Name name) throws CertificateFormatException {
        RDN[] names = name.getRDNs(BCStyle.CN);
        if (names.length != 1 || names[0].isMultiValued()) {
            throw new CertificateFormatException(Kind.FORMAT, "a name needs exactly one common name");
        }
        return IETFUtils.valueToString(names[0].getFirst().getValue());
    }
}
