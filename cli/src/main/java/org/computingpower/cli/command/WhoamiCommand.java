package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.computingpower.cli.http.Tokens;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import picocli.CommandLine.Command;

/** Who is logged in. */
@Command(name = "whoami", description = "Show who is logged in, and the wallets of this profile.")
public final class WhoamiCommand implements Callable<Integer> {
    private final Session session;

    WhoamiCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String token = session.tokens()
                .bearer()
                .orElseThrow(() -> new CliException("Nobody is logged in.", "Log in: cpctl login"));
        JsonNode claims = Tokens.claims(token);
        ObjectNode json = Json.object()
                .put("subject", claims.path("sub").asText())
                .put("issuer", claims.path("iss").asText())
                .put("platform", session.platformUrl())
                .put(
                        "expiresAt",
                        Instant.ofEpochSecond(claims.path("exp").asLong()).toString());
        json.set("roles", claims.path("roles"));
        ArrayNode wallets = json.putArray("wallets");
        session.wallets()
                .list()
                .forEach(wallet -> wallets.addObject()
                        .put("name", wallet.name())
                        .put("address", wallet.address().toString()));
        session.output().result(json, out -> {
            Table table = Table.facts()
                    .row("subject", json.path("subject").asText())
                    .row("roles", claims.path("roles").toString())
                    .row("platform", session.platformUrl())
                    .row("token until", json.path("expiresAt").asText());
            wallets.forEach(wallet -> table.row(
                    "wallet " + wallet.path("name").asText(),
                    wallet.path("address").asText()));
            table.print(out);
        });
        return 0;
    }
}
