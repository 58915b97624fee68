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

    /** Signs a grant of single use for a gateway that was checked just now, and keeps the session. */
    private static JsonNode open(Session session, OrderId orderId, AttestedGateway gateway) {
        SigningKey key = session.wallet();
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
                .put("tlsSpkiSha256", tlsKey(gateway));
        session.home().write(file(session, orderId), Json.pretty(kept));
        return kept;
    }

    private static String tlsKey(AttestedGateway gateway) {
        return gateway.evidence().bundle().tlsSpkiSha256().toString();
    }

    private static AttestedGateway checked(Session session, OrderId orderId) {
        return AttestedGateway.open(session, orderId, "Access");
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
            JsonNode kept;
            try (AttestedGateway gateway = checked(session, orderId)) {
                kept = AccessCommand.open(session, orderId, gateway);
            }
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
    @Command(
            name = "get",
            description = {
                "GET a path of the application; opens a session if there is none.",
                "The gateway's attestation is checked each time, also for a session that is kept."
            })
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
            HttpCalls.Answer answer;
            try (AttestedGateway gateway = checked(session, orderId)) {
                Optional<JsonNode> kept = newSession ? Optional.empty() : alive(orderId, gateway);
                answer = ask(kept.orElseGet(() -> AccessCommand.open(session, orderId, gateway)), orderId, gateway);
                if (answer.status() == 401 && kept.isPresent()) {
                    answer = ask(AccessCommand.open(session, orderId, gateway), orderId, gateway);
                }
            }
            if (!answer.isSuccess()) {
                throw ApiRefusal.of(answer.status(), answer.asText());
            }
            session.output().raw(answer.asText());
            return 0;
        }

        /** A kept session of the very gateway that is attested now. */
        private Optional<JsonNode> alive(OrderId orderId, AttestedGateway gateway) {
            Instant now = session.clock().instant();
            return session.home()
                    .read(file(session, orderId))
                    .map(text -> Json.parse(text, "The session's file"))
                    .filter(found ->
                            Instant.parse(found.path("expiresAt").asText()).isAfter(now))
                    .filter(found -> Json.text(found, "origin").equals(gateway.origin())
                            && Json.text(found, "tlsSpkiSha256").equals(tlsKey(gateway)));
        }

        private HttpCalls.Answer ask(JsonNode kept, OrderId orderId, AttestedGateway gateway) {
            String at = "/apps/" + orderId + (path.startsWith("/") ? path : "/" + path);
            return gateway.client().application("GET", at, Json.text(kept, "session"), Optional.empty(), "");
        }
    }
}
