package org.computingpower.gateway.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.jspecify.annotations.Nullable;

/** Talks to the public origin and trusts one key only, as cpctl does. */
final class PinnedClient {
    private final HttpClient client;
    private final String origin;

    PinnedClient(Bytes32 spkiSha256, int port) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Pin(spkiSha256)}, null);
        this.client = HttpClient.newBuilder().sslContext(context).build();
        this.origin = "https://127.0.0.1:" + port;
    }

    HttpResponse<String> get(String path, @Nullable String bearer) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, Object body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(origin + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(MarketStub.JSON.writeValueAsBytes(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private record Pin(Bytes32 spkiSha256) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!Digests.sha256(chain[0].getPublicKey().getEncoded()).equals(spkiSha256)) {
                throw new CertificateException("Another key than the attested one");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
