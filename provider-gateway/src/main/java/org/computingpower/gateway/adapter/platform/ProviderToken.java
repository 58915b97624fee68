package org.computingpower.gateway.adapter.platform;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.computingpower.gateway.config.GatewayConfig;
import org.jspecify.annotations.Nullable;

/** The provider's access token by client credentials, fetched anew before it expires. */
@Singleton
public class ProviderToken {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final OidcClients clients;
    private final GatewayConfig config;
    private @Nullable OidcClient client;
    private @Nullable Tokens tokens;

    /** The issuer is asked only when a token is needed. */
    public ProviderToken(OidcClients clients, GatewayConfig config) {
        this.clients = clients;
        this.config = config;
    }

    /**
     * A valid access token.
     *
     * @throws IOException if the issuer gives none
     */
    public synchronized String get() throws IOException {
        try {
            Tokens current = tokens;
            if (current == null || current.isAccessTokenExpired() || current.isAccessTokenWithinRefreshInterval()) {
                current = client().getTokens().await().atMost(TIMEOUT);
                tokens = current;
            }
            return current.getAccessToken();
        } catch (RuntimeException e) {
            throw new IOException("The issuer gives no token: " + e.getMessage(), e);
        }
    }

    /** Forgets the token after the platform refused it. */
    public synchronized void refused() {
        tokens = null;
    }

    private OidcClient client() {
        OidcClient known = client;
        if (known == null) {
            known = clients.newClient(OidcClientConfig.builder()
                            .id("provider")
                            .authServerUrl(config.oidcUrl().toString())
                            .clientId(config.provider().clientId())
                            .credentials(secret())
                            .refreshTokenTimeSkew(Duration.ofSeconds(30))
                            .build())
                    .await()
                    .atMost(TIMEOUT);
            client = known;
        }
        return known;
    }

    private String secret() {
        return config.provider()
                .clientSecret()
                .or(() -> config.provider().clientSecretFile().map(ProviderToken::read))
                .orElseThrow(() -> new IllegalStateException(
                        "Set gateway.provider.client-secret or gateway.provider.client-secret-file"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
