package org.computingpower.cli.http;

import java.net.Socket;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/**
 * TLS to a gateway: the only thing that counts is that its key is the one bound into the attestation quote. Names and
 * certification authorities say nothing about an enclave, so they are not asked.
 */
public final class PinnedTls {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private PinnedTls() {}

    /** A client that talks to the holder of the pinned key only. Close it after use. */
    public static HttpClient client(Bytes32 spkiSha256) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Pin(spkiSha256)}, new SecureRandom());
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has TLS 1.3", e);
        }
    }

    private static final class Pin extends X509ExtendedTrustManager {
        private final Bytes32 spkiSha256;

        Pin(Bytes32 spkiSha256) {
            this.spkiSha256 = spkiSha256;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0) {
                throw new CertificateException("The gateway showed no certificate.");
            }
            Bytes32 found = Digests.sha256(chain[0].getPublicKey().getEncoded());
            if (!MessageDigest.isEqual(found.toArray(), spkiSha256.toArray())) {
                throw new CertificateException(
                        "the gateway's TLS key " + found + " is not the attested one " + spkiSha256);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("This is no server.");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("This is no server.");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("This is no server.");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
