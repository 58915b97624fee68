package org.computingpower.sgx.dcap.parse;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.P256PublicKey;
import org.computingpower.sgx.dcap.parse.CertificateFormatException.Kind;

/**
 * One certificate of Intel's SGX PKI, unverified. The extensions that every certificate of that PKI has are required
 * ({@code AttestationParsers/src/X509/Certificate.cpp: setExtensions}).
 *
 * @param der the certificate as received
 * @param signedBytes what the issuer signed, exactly as received
 * @param signature the issuer's signature
 * @param subject DER of the subject name
 * @param issuer DER of the issuer name
 * @param subjectCommonName common name of the subject
 * @param serialNumber serial number
 * @param notBefore first second of validity
 * @param notAfter last second of validity
 * @param publicKey the subject's key
 * @param isCertificateAuthority basic constraints say CA and key usage allows signing certificates
 * @param sgxExtension content of 1.2.840.113741.1.13.1, in PCK certificates only
 */
public record X509Certificate(
        Bytes der,
        Bytes signedBytes,
        EcdsaSignature signature,
        Bytes subject,
        Bytes issuer,
        String subjectCommonName,
        BigInteger serialNumber,
        Instant notBefore,
        Instant notAfter,
        P256PublicKey publicKey,
        boolean isCertificateAuthority,
        Optional<Bytes> sgxExtension) {

    /** 8 KiB: Intel's certificates have about 1.3 KB. */
    public static final int MAX_LENGTH = 8 * 1024;

    static final ASN1ObjectIdentifier SGX_EXTENSION = new ASN1ObjectIdentifier("1.2.840.113741.1.13.1");

    private static final List<ASN1ObjectIdentifier> REQUIRED_EXTENSIONS = List.of(
            Extension.authorityKeyIdentifier,
            Extension.cRLDistributionPoints,
            Extension.subjectKeyIdentifier,
            Extension.keyUsage,
            Extension.basicConstraints);

    /** Reads one certificate in DER. */
    public static X509Certificate parse(Bytes der) throws CertificateFormatException {
        if (der.length() > MAX_LENGTH) {
            throw new CertificateFormatException(Kind.FORMAT, "certificate longer than " + MAX_LENGTH + " bytes");
        }
        return Der.guarded("certificate", () -> read(der));
    }

    private static X509Certificate read(Bytes der) throws IOException, CertificateFormatException {
        Certificate certificate = Certificate.getInstance(Der.sequence(der.toByteArray()));
        TBSCertificate signed = certificate.getTBSCertificate();
        Der.requireEcdsaWithSha256(certificate.getSignatureAlgorithm());
        Der.requireEcdsaWithSha256(signed.getSignature());
        Extensions extensions = requiredExtensions(signed);
        Extension sgx = extensions.getExtension(SGX_EXTENSION);
        return new X509Certificate(
                der,
                Der.firstElement(der),
                Der.signature(certificate.getSignature()),
                Der.encoded(signed.getSubject()),
                Der.encoded(signed.getIssuer()),
                Der.commonName(signed.getSubject()),
                signed.getSerialNumber().getValue(),
                Der.instant(signed.getStartDate()),
                Der.instant(signed.getEndDate()),
                publicKey(signed.getSubjectPublicKeyInfo()),
                isAuthority(extensions),
                sgx == null ? Optional.empty() : Optional.of(content(sgx)));
    }

    private static Bytes content(Extension extension) {
        ASN1OctetString value = extension.getExtnValue();
        return Bytes.copyOf(value.getOctets());
    }

    private static Extensions requiredExtensions(TBSCertificate signed) throws CertificateFormatException {
        Extensions extensions = signed.getExtensions();
        for (ASN1ObjectIdentifier required : REQUIRED_EXTENSIONS) {
            if (extensions == null || extensions.getExtension(required) == null) {
                throw new CertificateFormatException(Kind.EXTENSIONS, "extension " + required + " is missing");
            }
        }
        return extensions;
    }

    private static boolean isAuthority(Extensions extensions) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
        KeyUsage usage = KeyUsage.fromExtensions(extensions);
        return constraints.isCA() && usage.hasUsages(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    private static P256PublicKey publicKey(SubjectPublicKeyInfo info) throws CertificateFormatException {
        boolean onP256 = X9ObjectIdentifiers.id_ecPublicKey.equals(
                        info.getAlgorithm().getAlgorithm().toASN1Primitive())
                && X9ObjectIdentifiers.prime256v1.equals(
                        info.getAlgorithm().getParameters().toASN1Primitive());
        Optional<P256PublicKey> key =
                onP256 ? P256PublicKey.ofUncompressed(info.getPublicKeyData().getOctets()) : Optional.empty();
        return key.orElseThrow(() -> new CertificateFormatException(Kind.FORMAT, "the public key is no P-256 point"));
    }

    /** True if {@code authority} is named as issuer, may issue, and its key made the signature. */
    public boolean isIssuedBy(X509Certificate authority) {
        return issuer.equals(authority.subject)
                && authority.isCertificateAuthority
                && signature.isBy(authority.publicKey, signedBytes);
    }

    public boolean isSelfIssued() {
        return subject.equals(issuer);
    }

    /** True at every instant from {@code notBefore} to {@code notAfter}, both included. */
    public boolean isValidAt(Instant instant) {
        return !instant.isBefore(notBefore) && !instant.isAfter(notAfter);
    }
}
