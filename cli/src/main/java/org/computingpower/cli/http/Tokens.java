package org.computingpower.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Profile;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Waiting;

/** Access tokens of the OpenID Connect issuer: by client credentials for programs, by device code for people. */
public final class Tokens {
    /** Variable that holds the secret of the client. */
    public static final String SECRET_VARIABLE = "CPCTL_CLIENT_SECRET";

    private static final long RENEW_BEFORE_SECONDS = 60;
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration DEVICE_TIMEOUT_MAX = Duration.ofMinutes(10);

    private final Session session;

    public Tokens(Session session) {
        this.session = session;
    }

    /** The access token of this profile, renewed if it can be; nothing if nobody is logged in. */
    public Optional<String> bearer() {
        Optional<JsonNode> stored = session.home().read(file()).map(text -> Json.parse(text, "token.json"));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        long now = session.clock().instant().getEpochSecond();
        if (stored.get().path("expiresAt").asLong() - RENEW_BEFORE_SECONDS > now) {
            return Optional.of(Json.text(stored.get(), "accessToken"));
        }
        Profile profile = session.profile();
        String clientId = profile.clientId();
        String issuer = profile.issuer();
        if (clientId == null || issuer == null) {
            throw new CliException("The log-in of this profile has expired.", "Log in again: cpctl login");
        }
        return Optional.of(
                byClientCredentials(issuer, clientId, secret(Optional.ofNullable(profile.clientSecretFile()))));
    }

    /** The secret of a client: from a file, or else from the environment. */
    public String secret(Optional<String> file) {
        if (file.isPresent()) {
            try {
                return Files.readString(Path.of(file.get())).strip();
            } catch (IOException e) {
                throw new CliException("Cannot read the client secret from " + file.get() + ".");
            }
        }
        return session.environment(SECRET_VARIABLE)
                .orElseThrow(() -> new CliException(
                        "No client secret.", "Give --client-secret-file FILE, or set " + SECRET_VARIABLE + "."));
    }

    /** Logs a program in. */
    public String byClientCredentials(String issuer, String clientId, String secret) {
        JsonNode endpoints = discover(issuer);
        String basic = Base64.getEncoder()
                .encodeToString((encode(clientId) + ":" + encode(secret)).getBytes(StandardCharsets.UTF_8));
        HttpCalls.Answer answer = form(
                Json.text(endpoints, "token_endpoint"),
                Map.of("grant_type", "client_credentials"),
                Map.of("Authorization", "Basic " + basic));
        return store(answer);
    }

    /** Logs a person in, who confirms a code in a browser. */
    public String byDeviceCode(String issuer, String clientId) {
        JsonNode endpoints = discover(issuer);
        JsonNode device = Json.parse(
                form(
                                Json.text(endpoints, "device_authorization_endpoint"),
                                Map.of("client_id", clientId, "scope", "openid"),
                                Map.of())
                        .text(),
                "The device authorization");
        session.output()
                .progress(
                        "Open " + device.path("verification_uri_complete").asText(Json.text(device, "verification_uri"))
                                + " and confirm the code " + Json.text(device, "user_code"));
        Map<String, String> poll = new LinkedHashMap<>();
        poll.put("grant_type", DEVICE_GRANT);
        poll.put("device_code", Json.text(device, "device_code"));
        poll.put("client_id", clientId);
        Duration allowed = Duration.ofSeconds(device.path("expires_in").asLong(300));
        Duration interval =
                Duration.ofSeconds(Math.max(1, device.path("interval").asLong(5)));
        return Waiting.until(
                "the confirmation of the code",
                allowed.compareTo(DEVICE_TIMEOUT_MAX) < 0 ? allowed : DEVICE_TIMEOUT_MAX,
                interval,
                () -> {
                    HttpCalls.Answer answer = form(Json.text(endpoints, "token_endpoint"), poll, Map.of());
                    boolean pending =
                            !answer.isSuccess() && answer.asText().matches("(?s).*(authorization_pending|slow_down).*");
                    return pending ? Optional.empty() : Optional.of(store(answer));
                });
    }

    /** Forgets the token. */
    public void forget() {
        session.home().delete(file());
    }

    /**
     * The issuer whose tokens a platform takes, as the platform itself says (RFC 9728, section 3).
     *
     * @throws CliException if it does not say
     */
    public String issuerOf(String platform) {
        HttpCalls.Answer answer =
                session.http().send("GET", platform + "/.well-known/oauth-protected-resource", Map.of(), "");
        String issuer = answer.isSuccess()
                ? Json.parse(answer.asText(), "The platform's description")
                        .path("authorization_servers")
                        .path(0)
                        .asText()
                : "";
        if (issuer.isEmpty()) {
            throw new CliException(
                    "The platform does not name its OpenID Connect issuer.", "Give it: cpctl login --issuer URL");
        }
        return issuer;
    }

    private JsonNode discover(String issuer) {
        ApiClient.requirePrivateWay(issuer);
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode found = Json.parse(
                session.http().get(base + "/.well-known/openid-configuration").text(), "The issuer's configuration");
        // OpenID Connect Discovery 1.0, section 4.3: whoever answers must say that it is this issuer.
        if (!found.path("issuer").asText().replaceAll("/$", "").equals(base)) {
            throw new CliException(
                    base + " says that it is the issuer '"
                            + found.path("issuer").asText() + "'.",
                    "Give the issuer's own URL: cpctl login --issuer URL");
        }
        ApiClient.requirePrivateWay(Json.text(found, "token_endpoint"));
        return found;
    }

    private HttpCalls.Answer form(String url, Map<String, String> fields, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return session.http().send("POST", url, all, body);
    }

    private String store(HttpCalls.Answer answer) {
        if (!answer.isSuccess()) {
            String error = Json.parse(answer.asText(), "The issuer's answer")
                    .path("error")
                    .asText("HTTP " + answer.status());
            throw new CliException("The issuer refused the log-in: " + error, "Check client id and secret.");
        }
        JsonNode token = Json.parse(answer.asText(), "The token");
        long expiresAt = session.clock().instant().getEpochSecond()
                + token.path("expires_in").asLong(300);
        String access = Json.text(token, "access_token");
        session.home()
                .write(
                        file(),
                        Json.pretty(Json.object().put("accessToken", access).put("expiresAt", expiresAt)));
        return access;
    }

    /** The claims of a token, unverified: the services verify them. */
    public static JsonNode claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new CliException("The access token is no JWT.");
        }
        return Json.parse(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8), "The token's claims");
    }

    private Path file() {
        return session.home().path("token.json");
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
