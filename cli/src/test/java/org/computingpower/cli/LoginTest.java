package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.TestServer.Request;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.SignInMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginTest {
    private static final Bytes32 ROOT = Digests.keccak256OfText("root");

    @TempDir
    private Path home;

    private TestMarket market;
    private Map<String, String> environment = Map.of();
    private final AtomicInteger tokens = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        market = new TestMarket(ROOT);
        environment = market.environment(home);
        String url = market.server().url();
        market.server()
                .on(
                        "GET /.well-known/openid-configuration",
                        request -> Reply.ok(Json.object()
                                .put("issuer", url)
                                .put("token_endpoint", url + "/token")
                                .put("device_authorization_endpoint", url + "/device_authorization")))
                .on(
                        "GET /.well-known/oauth-protected-resource",
                        request -> Reply.ok("{\"authorization_servers\":[\"" + url + "\"]}"))
                .on("POST /token", this::token);
    }

    @AfterEach
    void stop() {
        market.close();
    }

    private Reply token(Request request) {
        String basic = Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
        boolean isClient = request.header("Authorization").equals("Basic " + basic)
                && request.body().equals("grant_type=client_credentials");
        boolean isConfirmedDevice = request.body().contains("device_code=code");
        if (!isClient && !isConfirmedDevice) {
            return new Reply(401, "application/json", "{\"error\":\"invalid_client\"}");
        }
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"sub\":\"alice\",\"roles\":[\"user\"],\"exp\":9999999999}".getBytes(StandardCharsets.UTF_8));
        return Reply.ok(Json.object()
                .put("access_token", "h." + claims + ".s" + tokens.incrementAndGet())
                .put("expires_in", 3600));
    }

    private Run run(String... args) {
        return Run.of(environment, args);
    }

    @Test
    void logsInByClientCredentialsAndPinsTheMarketFileCheckedOnChain() throws Exception {
        Run login = run("login", "--client-id", "alice", "-o", "json");

        assertThat(login.exitCode()).as(login.err()).isZero();
        assertThat(login.json().path("subject").asText()).isEqualTo("alice");
        assertThat(login.json().path("marketSha256").asText())
                .isEqualTo(market.hash().toString());
        Path token = home.resolve("profiles/default/token.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(run("whoami").out()).contains("alice", "[\"user\"]");
        assertThat(run("logout").exitCode()).isZero();
        assertThat(run("whoami").exitCode()).isEqualTo(1);
    }

    @Test
    void asksForTheIssuerThatThePlatformDoesNotName() {
        market.server().on("GET /.well-known/oauth-protected-resource", request -> Reply.ok("{}"));

        Run login = run("login", "--client-id", "alice");

        assertThat(login.exitCode()).isEqualTo(1);
        assertThat(login.err()).contains("does not name its OpenID Connect issuer", "--issuer URL");
        assertThat(tokens).hasValue(0);
    }

    @Test
    void sendsNoSecretToAnIssuerOfAnotherName() {
        market.server()
                .on(
                        "GET /.well-known/openid-configuration",
                        request -> Reply.ok(Json.object()
                                .put("issuer", "https://issuer.example")
                                .put("token_endpoint", market.server().url() + "/token")));

        Run login = run("login", "--client-id", "alice");

        assertThat(login.exitCode()).isEqualTo(1);
        assertThat(login.err()).contains("says that it is the issuer 'https://issuer.example'");
        assertThat(tokens).hasValue(0);
    }

    @Test
    void refusesAWrongSecret() {
        environment.put("CPCTL_CLIENT_SECRET", "wrong");

        Run login = run("login", "--client-id", "alice");

        assertThat(login.exitCode()).isEqualTo(1);
        assertThat(login.err()).contains("invalid_client");
    }

    @Test
    void refusesAMarketFileThatTheChainDoesNotConfirm() {
        market.onCall(TestMarket.NODE_REGISTRY, "marketFileHash()", data -> ROOT.toString());

        Run login = run("login", "--client-id", "alice");

        assertThat(login.exitCode()).isEqualTo(1);
        assertThat(login.err()).contains("market file has SHA-256");
    }

    @Test
    void refusesAnotherMarketFileThanBeforeUnlessAsked() throws Exception {
        assertThat(run("login", "--client-id", "alice").exitCode()).isZero();
        try (TestMarket other = new TestMarket(Digests.keccak256OfText("other"))) {
            String[] login = {
                "login", "--client-id", "alice", "--issuer", market.server().url()
            };
            environment.put("CPCTL_PLATFORM", other.server().url());
            Run refused = run(login);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("another market file", "--accept-new-market");

            Run accepted = run(
                    "login", "--client-id", "alice", "--issuer", market.server().url(), "--accept-new-market");
            assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        }
    }

    @Test
    void logsAPersonInByDeviceCode() {
        market.server()
                .on(
                        "POST /device_authorization",
                        request -> Reply.ok(Json.object()
                                .put("device_code", "code")
                                .put("user_code", "ABCD")
                                .put("verification_uri", "http://issuer/device")
                                .put("expires_in", 60)
                                .put("interval", 1)));

        Run login = run("login");

        assertThat(login.exitCode()).as(login.err()).isZero();
        assertThat(login.err()).contains("http://issuer/device", "ABCD");
    }

    @Test
    void renewsAnExpiredTokenAndSendsItWithAnIdempotencyKey() {
        market.server()
                .on(
                        "POST /api/registry/v1/accounts",
                        request -> request.header("Idempotency-Key").length() == 36
                                        && request.header("Authorization").endsWith(".s2")
                                        && request.json().path("role").asText().equals("USER")
                                ? Reply.ok(Json.object().put("accountId", "1"))
                                : Reply.problem(400, "invalid-request", request.toString()));
        assertThat(run("login", "--client-id", "alice").exitCode()).isZero();
        InstantSource later = InstantSource.fixed(Instant.now().plus(Duration.ofHours(2)));

        Run register = Run.of(environment, later, "account", "register", "--role", "user");

        assertThat(register.exitCode()).as(register.err()).isZero();
    }

    @Test
    void showsAProblemWithItsDetailAndTheNextStep() {
        market.server()
                .on(
                        "POST /api/registry/v1/accounts",
                        request -> Reply.problem(403, "role-not-held", "The token does not hold the role operator."));
        assertThat(run("login", "--client-id", "alice").exitCode()).isZero();

        Run register = run("account", "register", "--role", "OPERATOR");

        assertThat(register.exitCode()).isEqualTo(1);
        assertThat(register.err())
                .contains("role-not-held: The token does not hold the role operator.", "Next: Log in with a client");
    }

    @Test
    void bindsTheWalletBySignInWithEthereum() {
        String authority = market.server().url().substring("http://".length());
        market.server().on("POST /api/registry/v1/wallets/nonces", request -> nonce(authority));
        market.server().on("POST /api/registry/v1/wallets", request -> {
            SignInMessage message =
                    SignInMessage.parse(request.json().path("message").asText());
            Signature signature =
                    Signature.parse(request.json().path("signature").asText());
            boolean signed = Secp256k1.recoverAddress(message.digest(), signature)
                    .filter(message.address()::equals)
                    .isPresent();
            return signed && message.nonce().equals("abcdefgh12")
                    ? Reply.ok(Json.object().put("address", message.address().toString()))
                    : Reply.problem(422, "sign-in-refused", message.text());
        });
        assertThat(run("wallet", "create", "--light").exitCode()).isZero();

        Run bind = run("wallet", "bind");

        assertThat(bind.exitCode()).as(bind.err()).isZero();
        assertThat(bind.out()).contains("Bound 0x");
    }

    @Test
    void signsInToNoOtherSite() {
        market.server().on("POST /api/registry/v1/wallets/nonces", request -> nonce("bank.example"));
        assertThat(run("wallet", "create", "--light").exitCode()).isZero();

        Run bind = run("wallet", "bind");

        assertThat(bind.exitCode()).isEqualTo(1);
        assertThat(bind.err()).contains("bank.example");
        assertThat(market.server().requests("POST /api/registry/v1/wallets")).isEmpty();
    }

    private static Reply nonce(String domain) {
        return Reply.ok(Json.object()
                .put("nonce", "abcdefgh12")
                .put("domain", domain)
                .put("uri", "http://" + domain)
                .put("chainId", 31337)
                .put("statement", "Bind this wallet.")
                .put("issuedAt", "2026-01-01T00:00:00Z")
                .put("expirationTime", "2026-01-01T00:05:00Z"));
    }
}
