package org.computingpower.sgx.dcap.collateral;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TrustDomain;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.X509Certificate;

/**
 * The root certificate that everything must lead to. Chains must hold this certificate byte for byte; Intel's library
 * compares only its signature.
 */
public final class TrustRoot {
    /** SHA-256 of the DER of Intel's SGX root, valid from 2018-05-21 to 2049-12-31. */
    private static final Bytes INTEL_SHA256 =
            Bytes.ofHex("44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3");

    /** Published at https://certificates.trustedservices.intel.com/Intel_SGX_Provisioning_Certification_RootCA.pem. */
    private static final String INTEL_PEM = """
            -----BEGIN CERTIFICATE-----
            MIICjzCCAjSgAwIBAgIUImUM1lqdNInzg7SVUr9QGzknBqwwCgYIKoZIzj0EAwIw
            aDEaMBgGA1UEAwwRSW50ZWwgU0dYIFJvb3QgQ0ExGjAYBgNVBAoMEUludGVsIENv
            cnBvcmF0aW9uMRQwEgYDVQQHDAtTYW50YSBDbGFyYTELMAkGA1UECAwCQ0ExCzAJ
            BgNVBAYTAlVTMB4XDTE4MDUyMTEwNDUxMFoXDTQ5MTIzMTIzNTk1OVowaDEaMBgG
            A1UEAwwRSW50ZWwgU0dYIFJvb3QgQ0ExGjAYBgNVBAoMEUludGVsIENvcnBvcmF0
            aW9uMRQwEgYDVQQHDAtTYW50YSBDbGFyYTELMAkGA1UECAwCQ0ExCzAJBgNVBAYT
            AlVTMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC6nEwMDIYZOj/iPWsCzaEKi7
            1OiOSLRFhWGjbnBVJfVnkY4u3IjkDYYL0MxO4mqsyYjlBalTVYxFP2sJBK5zlKOB
            uzCBuDAfBgNVHSMEGDAWgBQiZQzWWp00ifODtJVSv1AbOScGrDBSBgNVHR8ESzBJ
            MEegRaBDhkFodHRwczovL2NlcnRpZmljYXRlcy50cnVzdGVkc2VydmljZXMuaW50
            ZWwuY29tL0ludGVsU0dYUm9vdENBLmRlcjAdBgNVHQ4EFgQUImUM1lqdNInzg7SV
            Ur9QGzknBqwwDgYDVR0PAQH/BAQDAgEGMBIGA1UdEwEB/wQIMAYBAf8CAQEwCgYI
            KoZIzj0EAwIDSQAwRgIhAOW/5QkR+S9CiSDcNoowLuPRLsWGf/Yi7GSX94BgwTwg
            AiEA4J0lrHoMs+Xo5o/sX6O9QWxHRAvZUGOdRQ7cvqRXaqI=
            -----END CERTIFICATE-----
            """;

    private static final String ROOT_PHRASE = "SGX Root CA";
    private static final TrustRoot INTEL = pinned();

    private final X509Certificate certificate;
    private final Bytes sha256;
    private final TrustDomain trustDomain;

    private TrustRoot(X509Certificate certificate, Bytes sha256, TrustDomain trustDomain) {
        this.certificate = certificate;
        this.sha256 = sha256;
        this.trustDomain = trustDomain;
    }

    /** Intel's SGX root, pinned in this class by content and by SHA-256. */
    public static TrustRoot intel() {
        return INTEL;
    }

    /**
     * A root of a simulated PKI in PEM. Its common name must say {@code SIMULATED} and {@code NOT INTEL}, so that no
     * other root enters by this way.
     */
    public static TrustRoot simulated(Bytes pem) throws CertificateFormatException {
        X509Certificate certificate = single(pem);
        String name = certificate.subjectCommonName();
        if (!name.contains("SIMULATED") || !name.contains("NOT INTEL")) {
            throw new IllegalArgumentException("a simulated root must say SIMULATED and NOT INTEL: " + name);
        }
        return dangerousOf(certificate);
    }

    /**
     * Any root at all, for comparing this library with others on foreign test data. It counts as
     * {@link TrustDomain#SIMULATED} unless it is Intel's.
     */
    public static TrustRoot dangerousOf(Bytes pem) throws CertificateFormatException {
        return dangerousOf(single(pem));
    }

    private static TrustRoot dangerousOf(X509Certificate certificate) {
        Bytes sha256 = Sha256.of(certificate.der());
        if (!certificate.isSelfIssued()
                || !certificate.isIssuedBy(certificate)
                || !certificate.subjectCommonName().contains(ROOT_PHRASE)) {
            throw new IllegalArgumentException("no self-signed SGX root CA: " + certificate.subjectCommonName());
        }
        TrustDomain domain = sha256.equals(INTEL_SHA256) ? TrustDomain.INTEL : TrustDomain.SIMULATED;
        return new TrustRoot(certificate, sha256, domain);
    }

    private static TrustRoot pinned() {
        try {
            TrustRoot root = dangerousOf(Bytes.copyOf(INTEL_PEM.getBytes(StandardCharsets.US_ASCII)));
            if (root.trustDomain != TrustDomain.INTEL) {
                throw new IllegalStateException("the pinned root is not Intel's");
            }
            return root;
        } catch (CertificateFormatException e) {
            throw new IllegalStateException("the pinned root cannot be read", e);
        }
    }

    private static X509Certificate single(Bytes pem) throws CertificateFormatException {
        List<X509Certificate> certificates = PemChain.parse(pem);
        if (certificates.size() != 1) {
            throw new IllegalArgumentException("expected one root and found " + certificates.size());
        }
        return certificates.getFirst();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of the certificate's DER: the {@code trustRootHash} of every claim under this root. */
    public Bytes sha256() {
        return sha256;
    }

    public TrustDomain trustDomain() {
        return trustDomain;
    }

    /** True if {@code other} is this root, byte for byte. */
    public boolean matches(X509Certificate other) {
        return certificate.der().equals(other.der());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustRoot that && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return trustDomain + " " + sha256.hex();
    }
}
