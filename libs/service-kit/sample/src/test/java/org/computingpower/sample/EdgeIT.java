package org.computingpower.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = "sample.additions.v1"))
class EdgeIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String ADDITIONS = "/api/sample/v1/additions";
    private static final String PROBLEMS = "https://computingpower.org/problems/";

    private final TokenSigner tokens = SharedInfrastructure.tokens();

    @Inject
    Pool pool;

    private ValidatableResponse add(String token, String key, String counter, int amount) {
        return given().auth()
                .oauth2(token)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"counter\":\"" + counter + "\",\"amount\":" + amount + "}")
                .post(ADDITIONS)
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("type", equalTo(PROBLEMS + slug))
                .body("status", equalTo(status))
                .body("traceId", matchesPattern("[0-9a-f]{32}"));
    }

    private static ValidatableResponse get(String token, String path) {
        return given().auth().oauth2(token).get("/api/sample/v1" + path).then();
    }

    @Test
    void refusesNoExpiredForeignAndWrongAudienceTokens() {
        problem(given().get("/api/sample/v1/counters/x").then(), 401, "unauthorized")
                .header("WWW-Authenticate", equalTo("Bearer"));
        List<String> bad = List.of(
                tokens.expiredToken("alice", "user"),
                tokens.foreignToken("alice", "user"),
                tokens.tokenForAudience("another-platform", "alice", "user"),
                "not-a-token");
        for (String token : bad) {
            problem(get(token, "/counters/x"), 401, "unauthorized");
        }
        problem(get(tokens.token("alice", "user"), "/counters/x"), 404, "not-found");
    }

    @Test
    void deniesTheWrongRoleAndWhatHasNoAnnotation() {
        problem(add(tokens.token("olga", "operator"), "k", "x", 1), 403, "forbidden");
        problem(get(tokens.token("alice", "user"), "/failure"), 403, "forbidden");
        problem(get(tokens.token("alice", "user", "operator"), "/unannotated"), 403, "forbidden");
        problem(given().get("/api/sample/v1/unannotated").then(), 401, "unauthorized");
    }

    @Test
    void answersProblemsWithoutInternalDetails() {
        problem(get(tokens.token("olga", "operator"), "/failure"), 500, "internal-error")
                .body(not(containsString("internal detail")))
                .body(not(containsString("IllegalState")));
        String token = tokens.token("alice", "user");
        problem(get(token, "/nowhere"), 404, "not-found");
        problem(add(token, "k1", "BAD NAME", 5_000), 400, "invalid-request").body("violations.size()", equalTo(2));
        for (String body : List.of("{\"counter\":", "[]", "{\"counter\":\"x\",\"amount\":1,\"unknown\":2}")) {
            problem(
                    given().auth()
                            .oauth2(token)
                            .contentType("application/json")
                            .body(body)
                            .post(ADDITIONS)
                            .then(),
                    400,
                    "invalid-request");
        }
        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"counter\":\"" + "x".repeat(300_000) + "\"}")
                .post(ADDITIONS)
                .then()
                .statusCode(413);
    }

    @Test
    void givesTheFirstAnswerAgainAndRefusesAnotherRequestWithTheKey() {
        String token = tokens.token("alice", "user");
        String counter = "once-" + UUID.randomUUID();
        String key = UUID.randomUUID().toString();
        for (int attempt = 0; attempt < 3; attempt++) {
            add(token, key, counter, 5).statusCode(201).body("by", equalTo("alice"));
        }
        problem(add(token, key, counter, 6), 422, "idempotency-key-reused");
        add(tokens.token("bob", "user"), key, counter, 7).statusCode(201).body("by", equalTo("bob"));
        problem(
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .body("{\"counter\":\"x\",\"amount\":1}")
                        .post(ADDITIONS)
                        .then(),
                400,
                "idempotency-key-missing");

        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> get(token, "/counters/" + counter).statusCode(200).body("total", equalTo("12")));
    }

    @Test
    void keepsThePoolWholeAndTheEffectsSingleUnderAbortedRequests() {
        String token = tokens.token("mallory", "user");
        String counter = "aborted-" + UUID.randomUUID();
        int port = io.restassured.RestAssured.port;
        IntStream.range(0, 1_000).forEach(n -> abort(port, token, "abort-" + n + "-" + counter, counter));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(busyConnections()).isZero());
        List<SqlConnection> all = Uni.join()
                .all(IntStream.range(0, 8).mapToObj(n -> pool.getConnection()).toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(all).hasSize(8);
        all.forEach(SqlConnection::closeAndAwait);
        long commands = count("select count(*) from idempotency where caller = 'mallory' and status = 201");
        assertThat(commands).isBetween(1L, 1_000L);
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(count("select coalesce(sum(times), 0) from counter"
                                + " where consumer = 'sample.strict' and name = '" + counter + "'"))
                        .isEqualTo(commands));
    }

    @Test
    void isLiveAndTellsItsMetrics() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/metrics").then().statusCode(200).body(containsString("cpp_kit_outbox_backlog"));
    }

    private long busyConnections() {
        return count("select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and state <> 'idle'");
    }

    private long count(String sql) {
        return pool.preparedQuery(sql)
                .executeAndAwait(Tuple.tuple())
                .iterator()
                .next()
                .getLong(0);
    }

    /** Sends a whole request and cuts the connection (RST) without reading the answer. */
    private static void abort(int port, String token, String key, String counter) {
        String body = "{\"counter\":\"" + counter + "\",\"amount\":1}";
        String request = "POST " + ADDITIONS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nIdempotency-Key: " + key + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
