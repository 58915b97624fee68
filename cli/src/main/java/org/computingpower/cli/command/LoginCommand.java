package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.http.Tokens;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.market.MarketFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Logs in and checks the market file on chain. */
@Command(
        name = "login",
        description = {
            "Log in: a program with --client-id and its secret, a person with a code in the browser.",
            "The market file is fetched, checked against NodeRegistry on chain and pinned in the profile."
        })
public final class LoginCommand implements Callable<Integer> {
    private static final String PUBLIC_CLIENT = "cpctl";

    private final Session session;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "OpenID Connect issuer (CPCTL_ISSUER, as before, or the one that the platform names).")
    private @Nullable String issuer;

    @Option(names = "--client-id", paramLabel = "ID", description = "Log in by client credentials.")
    private @Nullable String clientId;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description = "File of the client's secret (otherwise CPCTL_CLIENT_SECRET).")
    private @Nullable String clientSecretFile;

    @Option(
            names = "--accept-new-market",
            description = "Accept another market file than before, as after a reset of a local stack.")
    private boolean acceptNewMarket;

    LoginCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.save(session.profile().withPlatform(session.platformUrl()));
        MarketFile market = session.fetchMarket(acceptNewMarket);
        Tokens tokens = session.tokens();
        String from = Optional.ofNullable(issuer)
                .or(() -> session.environment("CPCTL_ISSUER"))
                .or(() -> Optional.ofNullable(session.profile().issuer()))
                .orElseGet(() -> tokens.issuerOf(session.platformUrl()));
        String client = clientId;
        String token = client == null
                ? tokens.byDeviceCode(from, PUBLIC_CLIENT)
                : tokens.byClientCredentials(from, client, tokens.secret(Optional.ofNullable(clientSecretFile)));
        session.save(session.profile().withLogin(from, client, clientSecretFile));
        JsonNode claims = Tokens.claims(token);
        session.output()
                .result(
                        Json.object()
                                .put("subject", claims.path("sub").asText())
                                .put("platform", session.platformUrl())
                                .put("market", market.name())
                                .put("marketSha256", session.profile().marketSha256())
                                .set("roles", claims.path("roles")),
                        out -> out.println("Logged in as " + claims.path("sub").asText() + " with roles "
                                + claims.path("roles") + " at " + session.platformUrl() + ", market "
                                + market.name() + " on chain " + market.chainId()
                                + (market.trustDomain().equals("INTEL") ? "" : ". The TEE is SIMULATED, NOT INTEL.")));
        return 0;
    }
}
