package org.computingpower.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.order.Story.DURATION;
import static org.computingpower.order.Story.ORDERS;
import static org.computingpower.order.Story.get;
import static org.computingpower.order.Story.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;

/** Quotes: who gets which node, on which terms, and what is refused. */
@QuarkusTest
class QuoteIT extends RunningService {
    @Test
    void givesANodeToOneOfManySimultaneousUsers() throws Exception {
        Story node = story("race");
        Story free = story("race-free");
        List<Story> users =
                IntStream.range(0, 8).mapToObj(n -> story("racer-" + n)).toList();
        CountDownLatch start = new CountDownLatch(1);
        List<ValidatableResponse> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ValidatableResponse>> running = users.stream()
                    .map(user -> threads.submit((Callable<ValidatableResponse>) () -> {
                        Map<String, Object> request = Map.of(
                                "nodeId", node.nodeId(), "durationSeconds", DURATION, "user", user.wallet.address());
                        String token = user.user();
                        start.await();
                        return post(token, "/quotes", request);
                    }))
                    .toList();
            start.countDown();
            for (Future<ValidatableResponse> answer : running) {
                answers.add(answer.get());
            }
        }
        assertThat(answers.stream().map(answer -> answer.extract().statusCode()).sorted())
                .containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
        ValidatableResponse loser = answers.stream()
                .filter(answer -> answer.extract().statusCode() == 409)
                .findFirst()
                .orElseThrow();
        problem(loser, 409, "node-reserved").body("alternatives.size()", equalTo(5));
        assertThat(count("select count(*) from reservation where released_at is null and node_id = '" + node.nodeId()
                        + "'"))
                .isEqualTo(1);
        free.quote();
    }

    @Test
    void quotesASharedOrderOnlyOnANodeThatKeepsAMeasurablePart() {
        Story story = story("sharing");
        problem(story.requestQuote("SHARED"), 422, "node-not-shared");
        problem(story.requestQuote("AUDIT"), 400, "invalid-request");
        // A part that a round cannot measure is none.
        bus.tell(story.shared(2, 1));
        awaitVersion(story, 2);
        problem(story.requestQuote("SHARED"), 422, "node-not-shared");

        bus.tell(story.shared(3, 2_500));
        awaitVersion(story, 3);
        ValidatableResponse quote = story.requestQuote("SHARED").statusCode(201);
        Order order = Story.terms(quote);

        assertThat(order.mode()).isEqualTo(Mode.SHARED);
        assertThat(order.phiBps()).isEqualTo(2_500);
        quote.body("node.sharedPhiBps", equalTo(2_500));
        get(story.user(), "/" + order.orderId())
                .statusCode(200)
                .body("order.mode", equalTo("SHARED"))
                .body("order.phiBps", equalTo(2_500))
                .body("dutyBps", greaterThan(0));
    }

    @Test
    void quotesASharedNodeAloneUnlessAskedOtherwise() {
        Story story = story("sharing-alone");
        bus.tell(story.shared(2, 2_500));
        awaitVersion(story, 2);
        Order order = story.quote();
        assertThat(order.mode()).isEqualTo(Mode.EXCLUSIVE);
        assertThat(order.phiBps()).isEqualTo(10_000);
    }

    @Test
    void findsANodeByConstraintsAndCountsWhatFailsThem() {
        Story story = story("search");
        Map<String, Object> body = Map.of(
                "durationSeconds",
                DURATION,
                "user",
                story.wallet.address(),
                "constraints",
                Map.of(
                        "region",
                        "search",
                        "minRate",
                        240_000,
                        "maxPricePerSecond",
                        "100",
                        "dataProtection",
                        "SIMULATED"));
        post(story.user(), "/quotes", body).statusCode(201).body("node.nodeId", equalTo(story.nodeId()));
        problem(post(story.user(), "/quotes", body), 422, "nothing-matches")
                .body(
                        "rejected.reserved",
                        equalTo(1 + (int) count("select count(*) - 1 from reservation where released_at is null")));
        Story other = story("search-other");
        Map<String, Object> tooMuch = Map.of(
                "nodeId",
                other.nodeId(),
                "durationSeconds",
                DURATION,
                "user",
                other.wallet.address(),
                "constraints",
                Map.of("minRate", 240_001, "dataProtection", "WORKLOAD_TEE"));
        problem(post(other.user(), "/quotes", tooMuch), 422, "nothing-matches")
                .body("rejected", equalTo(Map.of("minRate", 1, "dataProtection", 1)));
        Map<String, Object> half =
                Map.of("nodeId", other.nodeId(), "durationSeconds", 50, "user", other.wallet.address());
        problem(post(other.user(), "/quotes", half), 422, "term-refused");
        Map<String, Object> foreignWallet =
                Map.of("nodeId", other.nodeId(), "durationSeconds", DURATION, "user", story.wallet.address());
        problem(post(other.user(), "/quotes", foreignWallet), 422, "wallet-not-bound");
        Map<String, Object> unknown =
                Map.of("nodeId", STRANGER.nodeId(), "durationSeconds", DURATION, "user", other.wallet.address());
        problem(post(other.user(), "/quotes", unknown), 404, "not-found");
        // An older state of the node changes nothing, a newer one does.
        bus.tell(other.node(3, false), other.node(2, true));
        bus.tell(story("search-marker").bound());
        await().atMost(DEADLINE)
                .untilAsserted(() -> problem(other.requestQuote(), 422, "nothing-matches")
                        .body("rejected", equalTo(Map.of("listed", 1))));
    }

    @Test
    void allowsTwoUnfundedReservationsPerAccount() {
        Story first = story("limit-1");
        Story second = story("limit-2");
        Story third = story("limit-3");
        Order order = first.quote();
        for (Story node : List.of(second, third)) {
            ValidatableResponse answer = post(
                    first.user(),
                    "/quotes",
                    Map.of("nodeId", node.nodeId(), "durationSeconds", DURATION, "user", first.wallet.address()));
            if (node == second) {
                answer.statusCode(201);
            } else {
                problem(answer, 409, "too-many-reservations").body("limit", equalTo(2));
            }
        }
        first.cancel(order, first.wallet, clock.instant()).statusCode(200).body("state", equalTo("CANCELLED"));
        first.cancel(order, first.wallet, clock.instant()).statusCode(200).body("state", equalTo("CANCELLED"));
        first.quote();
    }

    @Test
    void givesTheFirstQuoteAgainForTheSameKey() {
        Story story = story("idempotent");
        String key = UUID.randomUUID().toString();
        List<String> orders = IntStream.range(0, 2)
                .mapToObj(n -> given().auth()
                        .oauth2(story.user())
                        .header("Idempotency-Key", key)
                        .contentType("application/json")
                        .body(Story.json(story.quoteRequest()))
                        .post(ORDERS + "/quotes")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("orderId"))
                .toList();
        assertThat(orders.get(0)).isEqualTo(orders.get(1));
        problem(
                given().auth()
                        .oauth2(story.user())
                        .contentType("application/json")
                        .body(Story.json(story.quoteRequest()))
                        .post(ORDERS + "/quotes")
                        .then(),
                400,
                "idempotency-key-missing");
    }

    private void awaitVersion(Story story, int version) {
        await().atMost(DEADLINE)
                .until(() -> count("select version from node where node_id = '" + story.nodeId() + "'") == version);
    }
}
