package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.http.ApiRefusal;
import org.computingpower.cli.http.GatewayClient;
import org.computingpower.cli.http.HttpCalls;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AccessGrant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Access to the application, straight to the gateway. */
@Command(
        name = "access",
        description = "Reach the application of an order through its gateway, over the attested TLS key.",
        subcommands = {AccessCommand.Open.class, AccessCommand.Get.class})
public final class AccessCommand {
    private static final Duration GRANT_LIFETIME = Duration.ofMinutes(5);

    private AccessCommand() {}

    private static Path file(Session session, OrderId orderId) {
        return session.home().path("sessions", orderId + ".json");
    }

    /** Checks the gateway, signs a grant of single use and keeps the session. */
    private static JsonNode open(Session session, OrderId orderId) {
        SigningKey key = session.wallet();
        try (AttestedGateway gateway = AttestedGateway.open(session, orderId, "Access")) {
            byte[] nonce = new byte[Bytes32.LENGTH];
            new SecureRandom().nextBytes(nonce);
            AccessGrant grant = new AccessGrant(
                    orderId,
                    gateway.terms().nodeId(),
                    gateway.origin(),
                    Bytes32.of(nonce),
                    session.clock().instant().plus(GRANT_LIFETIME).getEpochSecond());
            ObjectNode request = Json.object();
            request.set("grant", Json.of(grant));
            request.put("signature", grant.sign(key, session.market().domains()).toString());
            JsonNode opened = gateway.client().post("/access/v1/sessions", request);
            ObjectNode kept = Json.object()
                    .put("orderId", orderId.toString())
                    .put("origin", gateway.origin())
                    .put("session", Json.text(opened, "session"))
                    .put("expiresAt", opened.path("expiresAt").asText())
                    .put(
                            "tlsSpkiSha256",
                            gateway.evidence().bundle().tlsSpkiSha256().toString());
            session.home().write(file(session, orderId), Json.pretty(kept));
            return kept;
        }
    }

    /** Opens a session. */
    @Command(name = "open", description = "Check the gateway's attestation, sign an AccessGrant and open a session.")
    static final class Open implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "ORDER", description = "Order id.")
        private String order = "";

        Open(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            OrderId orderId = OrderId.parse(order);
            JsonNode kept = AccessCommand.open(session, orderId);
            session.output()
                    .result(
                            kept,
                            out -> out.println(
                                    "Session until " + kept.path("expiresAt").asText() + " at "
                                            + kept.path("origin").asText() + "/apps/" + orderId + "/"));
            return 0;
        }
    }

    /** Asks the application. */
    @Command(name = "get", description = "GET a path of the application; opens a session if there is none.")
    static final class Get implements Callable<Integer> {
        private final Session session;

        @Parameters(index = "0", paramLabel = "ORDER", description = "Order id.")
        private String order = "";

        @Parameters(
                index = "1",
                paramLabel = "PATH",
                defaultValue = "/",
                description = "Path at the application (default: /).")
        private String path = "/";

        @Option(names = "--new-session", description = "Open a new session even if there is one.")
        private boolean newSession;

        Get(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            OrderId orderId = OrderId.parse(order);
            JsonNode kept = newSession ? AccessCommand.open(session, orderId) : alive(orderId);
            HttpCalls.Answer answer = ask(kept, orderId);
            if (answer.status() == 401 && !newSession) {
                answer = ask(AccessCommand.open(session, orderId), orderId);
            }
            if (!answer.isSuccess()) {
                throw ApiRefusal.of(answer.status(), answer.asText());
            }
            session.output().raw(answer.asText());
            return 0;
        }

        private JsonNode alive(OrderId orderId) {
            Optional<JsonNode> kept =
                    session.home().read(file(session, orderId)).map(text -> Json.parse(text, "The session's file"));
            Instant now = session.clock().instant();
            return kept.filter(found ->
                            Instant.parse(found.path("expiresAt").asText()).isAfter(now))
                    .orElseGet(() -> AccessCommand.open(session, orderId));
        }

        private HttpCalls.Answer ask(JsonNode kept, OrderId orderId) {
            try (GatewayClient client =
                    new GatewayClient(Json.text(kept, "origin"), Bytes32.parse(Json.text(kept, "tlsSpkiSha256")))) {
                String at = "/apps/" + orderId + (path.startsWith("/") ? path : "/" + path);
                return client.application("GET", at, Json.text(kept, "session"), Optional.empty(), "");
            }
        }
    }
}
