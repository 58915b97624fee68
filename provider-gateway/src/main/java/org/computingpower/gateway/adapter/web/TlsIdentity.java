package org.computingpower.gateway.adapter.web;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/**
 * Key and certificate of the public origin. Clients do not trust the certificate's issuer but pin the key, because the
 * quote binds the SHA-256 of its SubjectPublicKeyInfo; so the certificate is made anew at each start.
 */
public final class TlsIdentity {
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration BACKDATED = Duration.ofDays(1);

    private final KeyPair keyPair;
    private final X509Certificate certificate;

    private TlsIdentity(KeyPair keyPair, X509Certificate certificate) {
        this.keyPair = keyPair;
        this.certificate = certificate;
    }

    /** A certificate for a host name or address, signed by its own key. */
    public static TlsIdentity selfSigned(KeyPair keyPair, String host, Instant now) {
        boolean isAddress = host.matches("[0-9.]+") || host.startsWith("[");
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        X500Name subject = new X500Name("CN=Computing power gateway");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.valueOf(now.getEpochSecond()),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(LIFETIME)),
                subject,
                keyPair.getPublic());
        try {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name)));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keyPair.getPrivate());
            return new TlsIdentity(keyPair, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (IOException | OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("Cannot make a certificate for " + host, e);
        }
    }

    /** What the quote binds and clients pin. */
    public Bytes32 spkiSha256() {
        return Digests.sha256(keyPair.getPublic().getEncoded());
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    String dangerousPrivateKeyPem() {
        return pem("PRIVATE KEY", keyPair.getPrivate().getEncoded());
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
