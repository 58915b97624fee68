package org.computingpower.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that share a transaction: a locked table holds the first batch up, so that all others form the second. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = "sample.additions.v1"))
class GroupedCommandsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String PATH = "/api/sample/v1/grouped-additions";

    private final TokenSigner tokens = SharedInfrastructure.tokens();
    private final String run = UUID.randomUUID().toString();
    private final String counter = "grouped-" + run;
    private final List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    private HttpClient client;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void open() {
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private CompletableFuture<HttpResponse<String>> send(String key, int amount) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + io.restassured.RestAssured.port + PATH))
                .header("Authorization", "Bearer " + tokens.token("gwen", "user"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key + "-" + run)
                .POST(BodyPublishers.ofString("{\"counter\":\"" + counter + "\",\"amount\":" + amount + "}"))
                .build();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, BodyHandlers.ofString());
        sent.add(answer);
        return answer;
    }

    /** Holds up every batch until the given commands are in progress. */
    private void together(Runnable commands) {
        SqlConnection holder = pool.getConnection().await().atMost(DEADLINE);
        try {
            Transaction transaction = holder.begin().await().atMost(DEADLINE);
            holder.query("lock table idempotency in exclusive mode").executeAndAwait();
            var _ = send("first", 1);
            await().atMost(DEADLINE).until(this::isHeldUp);
            commands.run();
            await().atMost(DEADLINE).until(() -> inProgress() == sent.size());
            transaction.commit().await().atMost(DEADLINE);
        } finally {
            holder.closeAndAwait();
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    /** Whether a batch waits for the table; commands that come from now on are behind it. */
    private boolean isHeldUp() {
        return count("select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                        + " where d.datname = current_database() and not l.granted")
                > 0;
    }

    private int inProgress() {
        return (int) metrics.get("sample.in.progress").gauge().value();
    }

    private long count(String sql, Object... values) {
        return pool.preparedQuery(sql)
                .executeAndAwait(Tuple.from(values))
                .iterator()
                .next()
                .getLong(0);
    }

    private long stored() {
        return count("select count(*) from idempotency where key like '%' || $1", run);
    }

    private void awaitEffects(long total, long times) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(count(
                                "select count(*) from counter where consumer = 'sample.strict' and name = $1"
                                        + " and total = $2 and times = $3",
                                counter,
                                total,
                                times))
                        .isOne());
    }

    @Test
    void sharesATransactionAndGivesEachCommandItsOwnAnswer() {
        List<CompletableFuture<HttpResponse<String>>> good = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> refused = new ArrayList<>();
        together(() -> {
            IntStream.range(0, 10).forEach(n -> good.add(send("good-" + n, 100 + n)));
            IntStream.range(0, 3).forEach(n -> refused.add(send("refused-" + n, 13)));
        });

        for (int n = 0; n < 10; n++) {
            assertThat(good.get(n).join().statusCode()).isEqualTo(201);
            assertThat(good.get(n).join().body()).contains("\"amount\":" + (100 + n));
        }
        assertThat(refused)
                .allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(409))
                .allSatisfy(one -> assertThat(one.join().body()).contains("problems/unlucky"));
        assertThat(stored()).isEqualTo(11);
        assertThat(count("select count(distinct xmin::text) from idempotency where key like 'good-%' || $1", run))
                .isOne();
        awaitEffects(1 + 1045, 11);
    }

    @Test
    void letsOneBadCommandFailAlone() {
        List<CompletableFuture<HttpResponse<String>>> good = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> bad = new ArrayList<>();
        together(() -> {
            IntStream.range(0, 4).forEach(n -> good.add(send("good-" + n, 10)));
            bad.add(send("bad", 666));
            IntStream.range(4, 8).forEach(n -> good.add(send("good-" + n, 10)));
        });

        assertThat(good).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(201));
        assertThat(bad.getFirst().join().statusCode()).isEqualTo(500);
        assertThat(bad.getFirst().join().body())
                .contains("problems/internal-error")
                .doesNotContain("division");
        assertThat(stored()).isEqualTo(9);
        awaitEffects(81, 9);
    }

    @Test
    void answersARepeatedRequestOnceForAllAndRefusesAnotherOneWithItsKey() {
        List<CompletableFuture<HttpResponse<String>>> same = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> other = new ArrayList<>();
        together(() -> {
            IntStream.range(0, 3).forEach(n -> same.add(send("key", 7)));
            other.add(send("first", 8));
        });
        same.add(send("key", 7));

        assertThat(same).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(201));
        assertThat(same)
                .extracting(one -> one.join().body())
                .containsOnly(same.getFirst().join().body());
        assertThat(other.getFirst().join().statusCode()).isEqualTo(422);
        assertThat(other.getFirst().join().body()).contains("problems/idempotency-key-reused");
        assertThat(send("", 1).join().statusCode()).isEqualTo(201);
        awaitEffects(9, 3);
    }

    @Test
    void refusesOneMoreThanMayBeInProgressAndTakesItAfterwards() {
        List<HttpResponse<String>> refused = new ArrayList<>();
        together(() -> {
            IntStream.range(1, AdditionResource.MAX_IN_PROGRESS).forEach(n -> {
                var _ = send("within-" + n, 1);
            });
            await().atMost(DEADLINE).until(() -> inProgress() == AdditionResource.MAX_IN_PROGRESS);
            refused.add(send("beyond", 1).join());
            sent.removeLast();
        });

        assertThat(refused.getFirst().statusCode()).isEqualTo(503);
        assertThat(refused.getFirst().body()).contains("problems/overloaded");
        assertThat(refused.getFirst().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(sent).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(201));
        assertThat(send("beyond", 1).join().statusCode()).isEqualTo(201);
        assertThat(inProgress()).isZero();
        awaitEffects(AdditionResource.MAX_IN_PROGRESS + 1, AdditionResource.MAX_IN_PROGRESS + 1);
    }

    @Test
    void doesTheCommandsOfClientsThatLeaveOnce() {
        int left = 20;
        together(() -> {
            IntStream.range(0, left).forEach(n -> abort("left-" + n));
            IntStream.range(0, left).forEach(n -> sent.add(CompletableFuture.completedFuture(null)));
        });

        await().atMost(DEADLINE).until(() -> inProgress() == 0);
        assertThat(stored()).isEqualTo(left + 1);
        assertThat(send("left-0", 1).join().statusCode()).isEqualTo(201);
        awaitEffects(left + 1, left + 1);
    }

    /** Sends a whole request and cuts the connection (RST) without reading the answer. */
    private void abort(String key) {
        String body = "{\"counter\":\"" + counter + "\",\"amount\":1}";
        String request = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + tokens.token("gwen", "user") + "\r\nIdempotency-Key: " + key + "-" + run
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        int before = inProgress();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), io.restassured.RestAssured.port)) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            await().atMost(DEADLINE).until(() -> inProgress() > before);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
