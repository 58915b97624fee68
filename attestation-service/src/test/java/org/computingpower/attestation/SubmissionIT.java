package org.computingpower.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.Market;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.EventJson;
import org.computingpower.events.Topic;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many submissions at a time: they share transactions, and more than a bound are refused. */
@QuarkusTest
@WithTestResource(SimulatedMarket.class)
class SubmissionIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final String run = UUID.randomUUID().toString();
    private final List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    private HttpClient http;
    private AttestationClient client;

    @Inject
    Market market;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry metrics;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeEach
    void open() {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        client = new AttestationClient(market, bootstrapServers, Topic.ATTESTATION_EVIDENCE);
    }

    @AfterEach
    void close() {
        http.close();
        client.close();
    }

    private long count(String sql, Object... values) {
        return pool.preparedQuery(sql)
                .executeAndAwait(Tuple.from(values))
                .iterator()
                .next()
                .getLong(0);
    }

    private CompletableFuture<HttpResponse<String>> send(String key, EvidenceSubmitted evidence) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + AttestationClient.BASE + "/evidence"))
                .header("Authorization", "Bearer " + client.token("provider-2", "provider"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key + "-" + run)
                .POST(BodyPublishers.ofString(body(evidence)))
                .build();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, BodyHandlers.ofString());
        sent.add(answer);
        return answer;
    }

    private static String body(EvidenceSubmitted evidence) {
        try {
            return EventJson.newMapper().writeValueAsString(AttestationClient.body(evidence));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds up every batch until the given submissions are in progress. */
    private void together(EvidenceSubmitted first, Runnable submissions) {
        SqlConnection holder = pool.getConnection().await().atMost(DEADLINE);
        try {
            Transaction transaction = holder.begin().await().atMost(DEADLINE);
            holder.query("lock table idempotency in exclusive mode").executeAndAwait();
            var _ = send("first", first);
            await().atMost(DEADLINE).until(this::isHeldUp);
            submissions.run();
            await().atMost(DEADLINE).until(() -> inProgress() == sent.size());
            transaction.commit().await().atMost(DEADLINE);
        } finally {
            holder.closeAndAwait();
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    /** Whether a batch waits for the table; submissions that come from now on are behind it. */
    private boolean isHeldUp() {
        return count("select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                        + " where d.datname = current_database() and not l.granted")
                > 0;
    }

    private int inProgress() {
        return (int)
                metrics.get("cpp.attestation.submissions.in.progress").gauge().value();
    }

    private long taken(List<TestNode> nodes, FinalizedBlock block) {
        return nodes.stream()
                .mapToLong(node -> count(
                        "select count(*) from submission where node_id = $1 and block_number = $2",
                        node.nodeKey().nodeId().toString(),
                        block.number()))
                .sum();
    }

    private void awaitPublishedOnce(List<TestNode> nodes) {
        nodes.forEach(node -> {
            client.published(
                    EvidenceSubmitted.class,
                    one -> one.nodeId().equals(node.nodeKey().nodeId()));
            assertThat(client.published(EvidenceSubmitted.class))
                    .filteredOn(one -> one.nodeId().equals(node.nodeKey().nodeId()))
                    .hasSize(1);
        });
    }

    @Test
    void givesEachSubmissionOfABatchItsOwnOutcome() {
        // Given submissions of which some are refused: a block used before, an unknown one, a stranger's signature
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        FinalizedBlock unknown = new FinalizedBlock(999_998, block.hash(), block.time());
        List<TestNode> nodes =
                IntStream.range(0, 12).mapToObj(n -> TestNode.random()).toList();
        List<EvidenceSubmitted> evidence =
                nodes.stream().map(node -> node.evidence(market, block)).toList();
        TestNode twice = TestNode.random();
        EvidenceSubmitted twin = twice.evidence(market, block);
        TestNode late = TestNode.random();
        TestNode stranger = TestNode.random();
        byte[] quote = late.quote(Samples.PKI, market, block, EnclaveSpec.simulatedGateway());
        EvidenceSubmitted unsigned = late.evidence(market, block, quote, stranger.nodeKey(), Instant.now());
        List<CompletableFuture<HttpResponse<String>>> good = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> again = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> twins = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> used = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> notFinal = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> reused = new ArrayList<>();

        // When they are sent together, the first three times under its key, and its key once for something else
        together(evidence.getFirst(), () -> {
            for (int n = 1; n < evidence.size(); n++) {
                good.add(send("good-" + n, evidence.get(n)));
            }
            again.add(send("first", evidence.getFirst()));
            again.add(send("first", evidence.getFirst()));
            reused.add(send("first", evidence.get(1)));
            used.add(send("used", evidence.getFirst()));
            twins.add(send("twin-1", twin));
            twins.add(send("twin-2", twin));
            notFinal.add(send("unknown", late.evidence(market, unknown)));
        });

        // Then each has its own answer, and what was taken is published once
        assertThat(good).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(202));
        assertThat(good).extracting(one -> one.join().body()).doesNotHaveDuplicates();
        assertThat(sent.getFirst().join().statusCode()).isEqualTo(202);
        assertThat(again)
                .allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(202))
                .extracting(one -> one.join().body())
                .containsOnly(sent.getFirst().join().body());
        assertThat(reused.getFirst().join().body()).contains("problems/idempotency-key-reused");
        assertThat(used.getFirst().join().statusCode()).isEqualTo(409);
        assertThat(used.getFirst().join().body()).contains("problems/block-used");
        assertThat(twins).extracting(one -> one.join().statusCode()).containsExactlyInAnyOrder(202, 409);
        assertThat(notFinal.getFirst().join().statusCode()).isEqualTo(422);
        assertThat(notFinal.getFirst().join().body()).contains("problems/block-not-finalized");
        assertThat(send("unsigned", unsigned).join().body()).contains("problems/envelope-not-signed");
        assertThat(taken(nodes, block)).isEqualTo(12);
        assertThat(taken(List.of(late, stranger), block)).isZero();
        awaitPublishedOnce(nodes);
        awaitPublishedOnce(List.of(twice));
    }

    @Test
    void refusesWhatIsBeyondTheBoundAndTakesItAfterwards() {
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        List<TestNode> nodes = IntStream.rangeClosed(0, SimulatedMarket.MAX_IN_PROGRESS)
                .mapToObj(n -> TestNode.random())
                .toList();
        List<EvidenceSubmitted> evidence =
                nodes.stream().map(node -> node.evidence(market, block)).toList();
        List<HttpResponse<String>> beyond = new ArrayList<>();

        together(evidence.getFirst(), () -> {
            for (int n = 1; n < SimulatedMarket.MAX_IN_PROGRESS; n++) {
                var _ = send("within-" + n, evidence.get(n));
            }
            await().atMost(DEADLINE).until(() -> inProgress() == SimulatedMarket.MAX_IN_PROGRESS);
            beyond.add(send("beyond", evidence.getLast()).join());
            sent.removeLast();
        });

        assertThat(beyond.getFirst().statusCode()).isEqualTo(503);
        assertThat(beyond.getFirst().body()).contains("https://computingpower.org/problems/overloaded");
        assertThat(beyond.getFirst().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(beyond.getFirst().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(sent).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(202));
        assertThat(taken(nodes, block)).isEqualTo(SimulatedMarket.MAX_IN_PROGRESS);
        assertThat(send("beyond", evidence.getLast()).join().statusCode()).isEqualTo(202);
        assertThat(inProgress()).isZero();
        awaitPublishedOnce(nodes);
    }
}
