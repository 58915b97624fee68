package org.computingpower.cli.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a profile remembers between commands. No secret stands in it.
 *
 * @param platform edge of the platform
 * @param issuer OpenID Connect issuer
 * @param clientId client of the last log-in by client credentials
 * @param clientSecretFile where its secret stands, so that a token can be renewed
 * @param marketSha256 hash of the market file that was accepted first; another one is refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Profile(
        @JsonProperty("platform") @Nullable String platform,
        @JsonProperty("issuer") @Nullable String issuer,
        @JsonProperty("clientId") @Nullable String clientId,
        @JsonProperty("clientSecretFile") @Nullable String clientSecretFile,
        @JsonProperty("marketSha256") @Nullable String marketSha256) {
    static final Profile EMPTY = new Profile(null, null, null, null, null);

    public Profile withPlatform(String value) {
        return new Profile(value, issuer, clientId, clientSecretFile, marketSha256);
    }

    public Profile withLogin(
            @Nullable String newIssuer, @Nullable String newClientId, @Nullable String newClientSecretFile) {
        return new Profile(platform, newIssuer, newClientId, newClientSecretFile, marketSha256);
    }

    public Profile withMarket(String sha256) {
        return new Profile(platform, issuer, clientId, clientSecretFile, sha256);
    }
}
