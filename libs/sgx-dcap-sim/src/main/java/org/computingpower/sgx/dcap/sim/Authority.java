package org.computingpower.sgx.dcap.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.Sha256;

/**
 * A certificate with its key, and what it can issue.
 *
 * @param key private key
 * @param certificate the certificate
 */
record Authority(SimulatedKey key, X509CertificateHolder certificate) {
    private static final ASN1ObjectIdentifier SGX_EXTENSION = new ASN1ObjectIdentifier("1.2.840.113741.1.13.1");
    private static final int SERIAL_LENGTH = 19;

    /** What a new certificate shall say. */
    record Subject(
            String commonName, SimulatedKey key, Instant from, int years, int pathLength, Optional<ASN1Encodable> sgx) {
        static Subject authority(String commonName, SimulatedKey key, Instant from, int years, int pathLength) {
            return new Subject(commonName, key, from, years, pathLength, Optional.empty());
        }

        static Subject leaf(String commonName, SimulatedKey key, Instant from, Optional<ASN1Encodable> sgx) {
            return new Subject(commonName, key, from, 7, -1, sgx);
        }

        boolean isAuthority() {
            return pathLength >= 0;
        }
    }

    static Authority selfSigned(Subject subject) {
        return new Authority(subject.key(), build(subject, name(subject.commonName()), subject.key()));
    }

    Authority issue(Subject subject) {
        return new Authority(subject.key(), build(subject, certificate.getSubject(), key));
    }

    private static X509CertificateHolder build(Subject subject, X500Name issuer, SimulatedKey issuerKey) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    serialNumber(subject.key()),
                    Date.from(subject.from()),
                    Date.from(subject.from().plus(365L * subject.years(), ChronoUnit.DAYS)),
                    name(subject.commonName()),
                    subject.key().publicKeyInfo());
            builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier(issuerKey));
            builder.addExtension(Extension.cRLDistributionPoints, false, distributionPoint());
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyHash(subject.key())));
            int usage = subject.isAuthority()
                    ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                    : KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    subject.isAuthority() ? new BasicConstraints(subject.pathLength()) : new BasicConstraints(false));
            if (subject.sgx().isPresent()) {
                builder.addExtension(SGX_EXTENSION, false, subject.sgx().get());
            }
            return builder.build(new SimulatedSigner(issuerKey));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A revocation list of this authority in DER. */
    Bytes revocationList(Set<BigInteger> revoked, Instant thisUpdate, Instant nextUpdate) {
        try {
            return revocationList(
                    revoked,
                    thisUpdate,
                    nextUpdate,
                    Bytes.copyOf(new CRLNumber(BigInteger.valueOf(thisUpdate.getEpochSecond())).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with any bytes in place of the list's number. */
    Bytes revocationList(Set<BigInteger> revoked, Instant thisUpdate, Instant nextUpdate, Bytes number) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(certificate.getSubject(), Date.from(thisUpdate));
            builder.setNextUpdate(Date.from(nextUpdate));
            for (BigInteger serialNumber : revoked) {
                builder.addCRLEntry(serialNumber, Date.from(thisUpdate), CRLReason.keyCompromise);
            }
            builder.addExtension(Extension.cRLNumber, false, number.toByteArray());
            builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier(key));
            return Bytes.copyOf(builder.build(new SimulatedSigner(key)).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .addRDN(BCStyle.O, "SIMULATED - NOT INTEL")
                .addRDN(BCStyle.L, "Nowhere")
                .addRDN(BCStyle.ST, "CA")
                .addRDN(BCStyle.C, "US")
                .build();
    }

    private static CRLDistPoint distributionPoint() {
        GeneralName location =
                new GeneralName(GeneralName.uniformResourceIdentifier, "https://simulated.invalid/root-ca.der");
        return new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(location)), null, null)
        });
    }

    private static AuthorityKeyIdentifier keyIdentifier(SimulatedKey key) {
        return new AuthorityKeyIdentifier(keyHash(key));
    }

    private static byte[] keyHash(SimulatedKey key) {
        return Sha256.of(key.rawPublicKey()).slice(0, 20).toByteArray();
    }

    private static BigInteger serialNumber(SimulatedKey key) {
        return new BigInteger(
                1, Sha256.of(key.rawPublicKey()).slice(0, SERIAL_LENGTH).toByteArray());
    }

    BigInteger serialNumber() {
        return certificate.getSerialNumber();
    }

    /** The certificate in PEM. */
    String pem() {
        try {
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This certificate and those above it, in PEM. */
    Bytes pemChain(Authority... above) {
        StringBuilder pem = new StringBuilder(pem());
        for (Authority authority : above) {
            pem.append(authority.pem());
        }
        return Bytes.copyOf(pem.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
