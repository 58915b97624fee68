package org.computingpower.sgx.dcap.parse;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.CertificateFormatException.Kind;

/**
 * A certificate revocation list, unverified. Authority key identifier and CRL number are required
 * ({@code PckCrlVerifier.cpp: CRL_REQUIRED_EXTENSIONS}), and the number must be an integer ({@code PckParser.cpp:
 * getCrlNum}); any critical extension is refused, because it could narrow what the list speaks for.
 *
 * @param signedBytes what the issuer signed, exactly as received
 * @param signature the issuer's signature
 * @param issuer DER of the issuer name
 * @param issuerCommonName common name of the issuer
 * @param number grows with each list of the issuer
 * @param thisUpdate first second of validity
 * @param nextUpdate last second of validity
 * @param revokedSerialNumbers serial numbers of revoked certificates
 */
public record RevocationList(
        Bytes signedBytes,
        EcdsaSignature signature,
        Bytes issuer,
        String issuerCommonName,
        BigInteger number,
        Instant thisUpdate,
        Instant nextUpdate,
        Set<BigInteger> revokedSerialNumbers) {

    /** 4 MiB: about 80,000 revoked certificates of 50 bytes. */
    public static final int MAX_LENGTH = 4 * 1024 * 1024;

    private static final String PEM_LABEL = "X509 CRL";
    private static final String PEM_BEGIN = "-----BEGIN " + PEM_LABEL;

    public RevocationList {
        revokedSerialNumbers = Set.copyOf(revokedSerialNumbers);
    }

    /** Reads DER, the hexadecimal DER that a PCCS serves for the root list, or PEM. */
    public static RevocationList parse(Bytes list) throws CertificateFormatException {
        if (list.length() > 2 * MAX_LENGTH) {
            throw new CertificateFormatException(Kind.FORMAT, "revocation list longer than " + MAX_LENGTH + " bytes");
        }
        return Der.guarded("revocation list", () -> read(der(list)));
    }

    /** Text may end with zero bytes: as a C string it does so in the collateral that Intel's libraries hand out. */
    private static Bytes der(Bytes list) throws CertificateFormatException {
        if (list.isEmpty()) {
            throw new CertificateFormatException(Kind.FORMAT, "empty revocation list");
        }
        if (list.unsignedAt(0) == 0x30 && (list.length() < 2 || list.unsignedAt(1) >= 0x80)) {
            return list;
        }
        String text = new String(list.withoutTrailingZeros().toByteArray(), StandardCharsets.ISO_8859_1);
        return text.startsWith(PEM_BEGIN)
                ? Pem.blocks(list, PEM_LABEL, 1).getFirst()
                : Bytes.copyOf(HexFormat.of().parseHex(text));
    }

    private static RevocationList read(Bytes der) throws IOException, CertificateFormatException {
        CertificateList list = CertificateList.getInstance(Der.sequence(der.toByteArray()));
        TBSCertList signed = list.getTBSCertList();
        Der.requireEcdsaWithSha256(list.getSignatureAlgorithm());
        Der.requireEcdsaWithSha256(signed.getSignature());
        requireExtensions(signed.getExtensions());
        if (signed.getNextUpdate() == null) {
            throw new CertificateFormatException(Kind.FORMAT, "a revocation list needs nextUpdate");
        }
        return new RevocationList(
                Der.firstElement(der),
                Der.signature(list.getSignature()),
                Der.encoded(signed.getIssuer()),
                Der.commonName(signed.getIssuer()),
                number(signed.getExtensions()),
                Der.instant(signed.getThisUpdate()),
                Der.instant(signed.getNextUpdate()),
                revoked(signed));
    }

    private static void requireExtensions(Extensions extensions) throws CertificateFormatException {
        if (extensions == null || extensions.getExtension(Extension.cRLNumber) == null) {
            throw new CertificateFormatException(Kind.FORMAT, "the CRL number is missing");
        }
        if (extensions.getExtension(Extension.authorityKeyIdentifier) == null) {
            throw new CertificateFormatException(Kind.EXTENSIONS, "the authority key identifier is missing");
        }
        ASN1ObjectIdentifier[] critical = extensions.getCriticalExtensionOIDs();
        if (critical.length > 0) {
            throw new CertificateFormatException(Kind.EXTENSIONS, "critical extension " + critical[0]);
        }
    }

    private static BigInteger number(Extensions extensions) throws IOException {
        byte[] der = extensions.getExtension(Extension.cRLNumber).getExtnValue().getOctets();
        return ASN1Integer.getInstance(ASN1Primitive.fromByteArray(der)).getValue();
    }

    private static Set<BigInteger> revoked(TBSCertList signed) {
        Set<BigInteger> serialNumbers = new HashSet<>();
        Enumeration<?> entries = signed.getRevokedCertificateEnumeration();
        while (entries.hasMoreElements()) {
            TBSCertList.CRLEntry entry = TBSCertList.CRLEntry.getInstance(entries.nextElement());
            serialNumbers.add(entry.getUserCertificate().getValue());
        }
        return serialNumbers;
    }

    public boolean isRevoked(X509Certificate certificate) {
        return revokedSerialNumbers.contains(certificate.serialNumber());
    }

    /** True if {@code other} is of the same issuer and came after this one. */
    public boolean isOlderThan(RevocationList other) {
        return issuer.equals(other.issuer)
                && (thisUpdate.isBefore(other.thisUpdate) || number.compareTo(other.number) < 0);
    }

    /** True if {@code authority} is named as issuer and its key made the signature. */
    public boolean isIssuedBy(X509Certificate authority) {
        return issuer.equals(authority.subject()) && signature.isBy(authority.publicKey(), signedBytes);
    }

    /** True at every instant from {@code thisUpdate} to {@code nextUpdate}, both included. */
    public boolean isValidAt(Instant instant) {
        return !instant.isBefore(thisUpdate) && !instant.isAfter(nextUpdate);
    }
}
