package org.computingpower.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.order.Story.DURATION;
import static org.computingpower.order.Story.ORDERS;
import static org.computingpower.order.Story.funded;
import static org.computingpower.order.Story.get;
import static org.computingpower.order.Story.operator;
import static org.computingpower.order.Story.post;
import static org.computingpower.order.Story.settled;
import static org.computingpower.order.Story.window;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
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
import org.computingpower.events.CloseReason;
import org.computingpower.events.FinalState;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.OrderEvent.DeploymentStatusChanged;
import org.computingpower.events.OrderEvent.OrderActivated;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.OrderEvent.OrderClosing;
import org.computingpower.events.OrderEvent.OrderResumed;
import org.computingpower.events.OrderEvent.OrderSigned;
import org.computingpower.events.PowerShortfall;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.order.application.AttestationHolds;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PolicyActivation;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real broker and a real PostgreSQL; every fact is delivered twice. */
@QuarkusTest
@WithTestResource(TestMarket.class)
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value = "registry.accounts.v1,registry.nodes.v1,registry.policies.v1,settlement.orders.v1,"
                                + "order.orders.v1"))
class OrderIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Bytes32 POLICY = Digests.keccak256OfText("policy");
    private static final SigningKey STRANGER = TestMarket.key("stranger");

    private final TokenSigner tokens = SharedInfrastructure.tokens();

    @Inject
    TestClock clock;

    @Inject
    Pool pool;

    @Inject
    AttestationHolds holds;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private MarketBus bus;

    @BeforeEach
    void policyIsActive() {
        bus = new MarketBus(bootstrapServers);
        bus.tell(new PolicyActivated("{}", new PolicyActivation(1, 1, POLICY, 1), List.of()));
        await().atMost(DEADLINE).until(() -> count("select count(*) from policy") == 1);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private Story story(String name) {
        Story story = new Story(name);
        bus.tell(story.bound(), story.node(1, true));
        await().atMost(DEADLINE)
                .until(() -> count("select count(*) from node where node_id = '" + story.nodeId() + "'") == 1
                        && count("select count(*) from wallet where subject = 'user-" + name + "'") == 1);
        return story;
    }

    private long count(String sql) {
        return pool.preparedQuery(sql)
                .executeAndAwait(Tuple.tuple())
                .iterator()
                .next()
                .getLong(0);
    }

    private void awaitState(Story story, Order order, String state) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(story.state(order.orderId())).isEqualTo(state));
    }

    private Order funding(Story story) {
        Order order = story.quote();
        story.sign(order, story.wallet).statusCode(200).body("state", equalTo("AWAITING_ESCROW"));
        bus.tell(funded(order, clock.instant()));
        awaitState(story, order, "AWAITING_PROVIDER");
        return order;
    }

    private Order active(Story story) {
        Order order = funding(story);
        story.accept(order, story.nodeKey, clock.instant()).statusCode(200).body("state", equalTo("ACTIVE"));
        return order;
    }

    private List<String> published(Order order, int atLeast) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(
                                bus.published(MarketEvent.class, order.orderId().toString()))
                        .hasSizeGreaterThanOrEqualTo(atLeast));
        return bus.published(MarketEvent.class, order.orderId().toString()).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("type", endsWith("/" + slug));
    }

    @Test
    void leadsAnOrderFromTheQuoteToItsEnd() {
        Story story = story("whole");
        ValidatableResponse quote = story.requestQuote().statusCode(201);
        Order order = Story.terms(quote);
        quote.body("orderId", equalTo(order.orderId().toString()))
                .body("order.totalPrice", equalTo("11000"))
                .body("order.policyHash", equalTo(POLICY.toString()))
                .body("node.nodeId", equalTo(story.nodeId()))
                .body("node.facets.attestation.status", equalTo("VALID"));
        story.sign(order, story.wallet)
                .statusCode(200)
                .body(
                        "signature",
                        equalTo(order.sign(story.wallet, TestMarket.DOMAINS).toString()));
        bus.tell(funded(order, clock.instant()));
        awaitState(story, order, "AWAITING_PROVIDER");
        story.desired().body("toAccept", hasSize(1)).body("orders", empty());

        long first = TestMarket.CLOCK.epochAt(clock.instant().plusSeconds(3)) + 1;
        for (int attempt = 0; attempt < 2; attempt++) {
            story.accept(order, story.nodeKey, clock.instant())
                    .statusCode(200)
                    .body("state", equalTo("ACTIVE"))
                    .body("billingFromEpoch", equalTo((int) first))
                    .body("endsAtEpoch", equalTo((int) first + 10));
        }

        String sha256 = Digests.keccak256OfText("yaml").toString();
        for (int attempt = 0; attempt < 2; attempt++) {
            story.deploy(order, story.user(), sha256)
                    .statusCode(202)
                    .body("generation", equalTo(1))
                    .body("phase", equalTo("PENDING"));
        }
        story.desired()
                .body("toAccept", empty())
                .body("orders[0].generation", equalTo(1))
                .body("orders[0].sha256", equalTo(sha256))
                .body("orders[0].user", equalTo(story.wallet.address().toString()));
        story.report(order, story.nodeKey, 1, DeploymentPhase.READY, clock.instant())
                .statusCode(204);
        story.report(
                        order,
                        story.nodeKey,
                        1,
                        DeploymentPhase.READY,
                        clock.instant().plusSeconds(1))
                .statusCode(204);
        problem(
                story.report(
                        order,
                        story.nodeKey,
                        1,
                        DeploymentPhase.APPLYING,
                        clock.instant().minusSeconds(1)),
                409,
                "report-outdated");
        get(story.user(), "/" + order.orderId() + "/deployment")
                .statusCode(200)
                .body("phase", equalTo("READY"))
                .body("detail", equalTo("pods: 1"))
                .body("observedGeneration", equalTo(1));

        bus.tell(window(order, first, 1, 0, 1_100));
        awaitState(story, order, "DEGRADED");
        bus.tell(window(order, first + 1, 0, 1_500, 1_100));
        awaitState(story, order, "ACTIVE");

        clock.atLeast(TestMarket.CLOCK.startOf(first + 10));
        awaitState(story, order, "CLOSING");
        story.desired().body("toAccept", empty()).body("orders", empty());
        bus.tell(window(order, first + 2, 0, 2_200, 1_100), settled(order, 9_900));
        awaitState(story, order, "COMPLETED");
        get(story.user(), "/" + order.orderId())
                .body("closeReason", equalTo("TERM_ENDED"))
                .body("closedBy", equalTo("PLATFORM"))
                .body("windows.settled", equalTo(3))
                .body("windows.paid", equalTo(2))
                .body("releasedCum", equalTo("9900"))
                .body("refundedCum", equalTo("1100"));
        get(story.user(), "/" + order.orderId() + "/transitions?limit=100")
                .statusCode(200)
                .body(
                        "items.to",
                        equalTo(List.of(
                                "QUOTED",
                                "AWAITING_ESCROW",
                                "AWAITING_PROVIDER",
                                "ACTIVE",
                                "DEGRADED",
                                "ACTIVE",
                                "CLOSING",
                                "COMPLETED")))
                .body("items.seq", equalTo(List.of(1, 2, 3, 4, 5, 6, 7, 8)))
                .body("items[0].from", nullValue());
        assertThat(published(order, 9))
                .containsExactly(
                        "OrderQuoted",
                        "OrderSigned",
                        "OrderActivated",
                        "DeploymentRequested",
                        "DeploymentStatusChanged",
                        "OrderDegraded",
                        "OrderRestored",
                        "OrderClosing",
                        "OrderClosed");
        OrderActivated activated =
                bus.published(OrderActivated.class, order.orderId().toString()).getFirst();
        assertThat(activated
                        .acceptance()
                        .isSignedBy(story.nodeKey.address(), activated.acceptanceSignature(), TestMarket.DOMAINS))
                .isTrue();
        OrderClosing closing =
                bus.published(OrderClosing.class, order.orderId().toString()).getFirst();
        assertThat(closing.atEpoch()).isEqualTo(first + 9);
        assertThat(closing.at()).isEqualTo(TestMarket.CLOCK.startOf(first + 10).getEpochSecond());
        // The node is free again.
        story.quote();
    }

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

    private void awaitVersion(Story story, int version) {
        await().atMost(DEADLINE)
                .until(() -> count("select version from node where node_id = '" + story.nodeId() + "'") == version);
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

    @Test
    void refusesTokensThatAreMissingExpiredForeignOrForAnotherAudienceOnEveryRoute() {
        String order = "/0x" + "1".repeat(64);
        Map<Method, List<String>> routes = Map.of(
                Method.GET,
                List.of("", order, order + "/transitions", order + "/deployment", "/nodes" + order + "/desired"),
                Method.POST,
                List.of(
                        "/quotes",
                        order + "/signature",
                        order + "/acceptance",
                        order + "/rejection",
                        order + "/cancellation"),
                Method.PUT,
                List.of(order + "/deployment", "/nodes" + order + "/orders" + order + "/status"));
        List<String> bad = List.of(
                tokens.expiredToken("u", "user", "provider", "operator"),
                tokens.foreignToken("u", "user", "provider", "operator"),
                tokens.tokenForAudience("elsewhere", "u", "user", "provider", "operator"));
        routes.forEach((method, paths) -> paths.forEach(path -> {
            problem(
                    given().contentType("application/json")
                            .body("{}")
                            .request(method, ORDERS + path)
                            .then(),
                    401,
                    "unauthorized");
            for (String token : bad) {
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .body("{}")
                        .request(method, ORDERS + path)
                        .then()
                        .statusCode(401);
            }
            given().auth()
                    .oauth2(tokens.token("v", "validator"))
                    .contentType("application/json")
                    .body("{}")
                    .request(method, ORDERS + path)
                    .then()
                    .statusCode(403);
        }));
        problem(post(tokens.token("p", "provider"), "/quotes", Map.of()), 403, "forbidden");
        problem(post(tokens.token("u", "user"), order + "/acceptance", Map.of()), 403, "forbidden");
        problem(post(tokens.token("o", "operator"), order + "/cancellation", Map.of()), 403, "forbidden");
    }

    @Test
    void hidesAnOrderFromEverybodyButItsPartiesAndOperators() {
        Story story = story("owned");
        Story other = story("other");
        Order order = active(story);
        String path = "/" + order.orderId();
        story.deploy(order, story.user(), Bytes32.ZERO.toString()).statusCode(202);
        for (String stranger : List.of(other.user(), other.provider())) {
            for (String read : List.of(path, path + "/transitions", path + "/deployment")) {
                problem(get(stranger, read), 404, "not-found");
            }
            get(stranger, "?nodeId=" + story.nodeId()).statusCode(200).body("items", empty());
        }
        problem(other.sign(order, story.wallet), 404, "not-found");
        problem(other.cancel(order, story.wallet, clock.instant()), 404, "not-found");
        problem(other.accept(order, story.nodeKey, clock.instant()), 404, "not-found");
        problem(post(other.provider(), path + "/rejection", Map.of("reason", "no")), 404, "not-found");
        problem(other.deploy(order, other.user(), Bytes32.ZERO.toString()), 404, "not-found");
        problem(get(other.provider(), "/nodes/" + story.nodeId() + "/desired"), 404, "not-found");
        problem(
                Story.put(
                        other.provider(),
                        "/nodes/" + story.nodeId() + "/orders" + path + "/status",
                        Map.of(
                                "status",
                                Map.of(
                                        "orderId",
                                        order.orderId(),
                                        "nodeId",
                                        order.nodeId(),
                                        "generation",
                                        1,
                                        "phase",
                                        "READY",
                                        "detailHash",
                                        Bytes32.ZERO,
                                        "reportedAt",
                                        1),
                                "detail",
                                "",
                                "signature",
                                order.sign(STRANGER, TestMarket.DOMAINS))),
                404,
                "not-found");
        for (String party : List.of(story.user(), story.provider(), operator())) {
            get(party, path).statusCode(200).body("state", equalTo("ACTIVE"));
            get(party, "?state=ACTIVE&nodeId=" + story.nodeId())
                    .statusCode(200)
                    .body("items.orderId", hasItem(order.orderId().toString()));
        }
    }

    @Test
    void refusesForgedStatements() {
        Story story = story("forged");
        Order order = story.quote();
        problem(story.sign(order, STRANGER), 422, "wrong-signer")
                .body("expected", equalTo(story.wallet.address().toString()));
        problem(story.accept(order, story.nodeKey, clock.instant()), 409, "illegal-transition")
                .body("state", equalTo("QUOTED"));
        story.sign(order, story.wallet).statusCode(200);
        bus.tell(funded(order, clock.instant()));
        awaitState(story, order, "AWAITING_PROVIDER");
        problem(story.accept(order, STRANGER, clock.instant()), 422, "wrong-signer");
        problem(story.accept(order, story.nodeKey, clock.instant().minusSeconds(601)), 422, "statement-refused");
        problem(story.deploy(order, story.user(), Bytes32.ZERO.toString()), 409, "illegal-transition");
        story.accept(order, story.nodeKey, clock.instant()).statusCode(200);
        problem(story.cancel(order, story.nodeKey, clock.instant()), 422, "wrong-signer");
        story.deploy(order, story.user(), Bytes32.ZERO.toString()).statusCode(202);
        problem(story.report(order, story.wallet, 1, DeploymentPhase.READY, clock.instant()), 422, "wrong-signer");
        problem(
                story.report(order, story.nodeKey, 2, DeploymentPhase.READY, clock.instant()),
                422,
                "statement-refused");
        assertThat(story.state(order.orderId())).isEqualTo("ACTIVE");
        assertThat(bus.published(OrderSigned.class, order.orderId().toString())).hasSize(1);
        assertThat(bus.published(DeploymentStatusChanged.class, order.orderId().toString()))
                .isEmpty();
        story.cancel(order, story.wallet, clock.instant()).statusCode(200).body("state", equalTo("CLOSING"));
        bus.tell(settled(order, 0));
        awaitState(story, order, "CANCELLED");
    }

    @Test
    void holdsAnOrderWhileItsNodeIsNotAttested() {
        Story story = story("held");
        Order order = active(story);
        bus.tell(story.node(2, false, AttestationFacet.TCB_OUTDATED));
        awaitState(story, order, "ATTESTATION_HOLD");
        ValidatableResponse held = get(story.user(), "/" + order.orderId()).body("hold.cause", equalTo("TCB_OUTDATED"));
        int from = held.extract().path("hold.fromEpoch");
        int end = held.extract().path("endsAtEpoch");
        story.desired().body("orders[0].state", equalTo("ATTESTATION_HOLD"));

        clock.atLeast(TestMarket.CLOCK.startOf(from + 2));
        bus.tell(story.node(3, true));
        awaitState(story, order, "ACTIVE");
        int moved = get(story.user(), "/" + order.orderId())
                .body("hold", nullValue())
                .extract()
                .path("endsAtEpoch");
        assertThat(moved).isGreaterThanOrEqualTo(end + 3);
        get(story.user(), "/" + order.orderId() + "/transitions?limit=100")
                .body("items.cause", hasItem("ATTESTATION_LOST"))
                .body("items.cause", hasItem("ATTESTATION_REGAINED"));

        bus.tell(story.node(4, false, AttestationFacet.REVOKED));
        awaitState(story, order, "ATTESTATION_HOLD");
        clock.atLeast(clock.instant().plus(Duration.ofHours(25)));
        awaitState(story, order, "CLOSING");
        bus.tell(settled(order, 1_100));
        awaitState(story, order, "TERMINATED");
        get(story.user(), "/" + order.orderId()).body("closeReason", equalTo("ATTESTATION_LOST"));
        assertThat(published(order, 8))
                .containsExactly(
                        "OrderQuoted",
                        "OrderSigned",
                        "OrderActivated",
                        "OrderHeld",
                        "OrderResumed",
                        "OrderHeld",
                        "OrderClosing",
                        "OrderClosed");
        OrderResumed resumed =
                bus.published(OrderResumed.class, order.orderId().toString()).getFirst();
        assertThat(resumed.atEpoch() - from).isEqualTo(moved - end);
    }

    @Test
    void findsAnOrderThatMissedTheLossOfTheAttestation() {
        Story story = story("missed");
        Order order = active(story);
        pool.preparedQuery("update node set document = jsonb_set(document, '{attestation,status}', '\"REVOKED\"')"
                        + " where node_id = $1")
                .executeAndAwait(Tuple.of(story.nodeId()));
        holds.reconcile().await().atMost(DEADLINE);
        assertThat(story.state(order.orderId())).isEqualTo("ATTESTATION_HOLD");
    }

    @Test
    void doesNotActivateOnANodeThatLostItsOffer() {
        Story story = story("unlisted");
        Order order = funding(story);
        NodeChanged changed = story.node(2, false);
        bus.tell(withoutOffer(changed));
        await().atMost(DEADLINE)
                .until(() -> count("select count(*) from node where version = 2 and node_id = '" + story.nodeId() + "'")
                        == 1);
        problem(story.accept(order, story.nodeKey, clock.instant()), 409, "node-not-ready");
        post(story.provider(), "/" + order.orderId() + "/rejection", Map.of("reason", "offer withdrawn"))
                .statusCode(200)
                .body("state", equalTo("CLOSING"));
        bus.tell(settled(order, 0));
        awaitState(story, order, "REJECTED");
        get(story.user(), "/" + order.orderId())
                .body("closeReason", equalTo("PROVIDER_REJECTED"))
                .body("closeNote", equalTo("offer withdrawn"));
    }

    @Test
    void refusesAReasonThatATerminalCouldObey() {
        Story story = story("terminal");
        Order order = funding(story);
        String rejection = "/" + order.orderId() + "/rejection";

        problem(post(story.provider(), rejection, Map.of("reason", "\u001b[2J gone")), 400, "invalid-request");
        problem(post(story.provider(), rejection, Map.of("reason", "x".repeat(2_001))), 400, "invalid-request");

        assertThat(story.state(order.orderId())).isEqualTo("AWAITING_PROVIDER");
        post(story.provider(), rejection, Map.of()).statusCode(200).body("closeNote", nullValue());
    }

    private static NodeChanged withoutOffer(NodeChanged node) {
        return new NodeChanged(
                node.nodeId(),
                node.publicKey(),
                node.accountId(),
                node.subject(),
                node.providerAddress(),
                node.stakeAccount(),
                node.payee(),
                node.gatewayOrigin(),
                node.region(),
                node.devices(),
                null,
                null,
                node.lifecycle(),
                node.attestation(),
                node.stake(),
                node.power(),
                node.missing(),
                node.listed(),
                node.version(),
                node.effectiveEpoch());
    }

    @Test
    void endsADeadOrderAndHealsFactsInWrongOrder() {
        Story story = story("dead");
        Order order = active(story);
        long first = TestMarket.CLOCK.epochAt(clock.instant()) + 1;
        bus.tellReversed(
                window(order, first, 1, 0, 1_100),
                window(order, first + 1, 2, 0, 3_000),
                window(order, first + 2, 3, 0, 4_500),
                window(order, first + 3, 4, 0, 6_000),
                window(order, first + 4, 5, 0, 7_500),
                settled(order, 0));
        awaitState(story, order, "TERMINATED");
        get(story.user(), "/" + order.orderId())
                .body("closeReason", equalTo("PROVIDER_FAULT"))
                .body("closedBy", equalTo("VALIDATORS"))
                .body("windows.settled", equalTo(5))
                .body("refundedCum", equalTo("11000"));
        assertThat(published(order, 6))
                .containsExactly(
                        "OrderQuoted", "OrderSigned", "OrderActivated", "OrderDegraded", "OrderClosing", "OrderClosed");
    }

    @Test
    void endsThePaidOrderOfANodeThatIsProvenToHaveTooLittlePower() {
        Story story = story("shortfall");
        Order order = active(story);
        long first = TestMarket.CLOCK.epochAt(clock.instant()) + 1;
        Bytes32 verdicts = Bytes32.parse("0x" + "6b".repeat(32));
        PowerShortfall proof = new PowerShortfall(0, first, first + 1, 2, 780, 1_024, verdicts);
        bus.tellReversed(
                window(order, first, 0, 1_100, 0),
                Story.shortfall(order, first + 1, proof, 2_200),
                Story.shortfall(order, first + 2, proof, 3_300));

        awaitState(story, order, "CLOSING");
        awaitWindows(story, order, 3);
        get(story.user(), "/" + order.orderId())
                .body("closeReason", equalTo("PROVIDER_FAULT"))
                .body("closedBy", equalTo("VALIDATORS"))
                .body("evidenceId", equalTo(verdicts.toString()))
                .body("closeNote", containsString("780 of 1024 shares"));
        get(story.user(), "/" + order.orderId() + "/transitions?limit=100")
                .body("items.findAll { it.to == 'CLOSING' }.cause", contains("UNDERPOWERED"));
        bus.tell(settled(order, 3_300));
        awaitState(story, order, "TERMINATED");
        // The event follows the state through the outbox.
        OrderClosed closed = await().atMost(DEADLINE)
                .until(() -> bus.published(OrderClosed.class, order.orderId().toString()), events -> !events.isEmpty())
                .getFirst();
        assertThat(closed.closeReason()).isEqualTo(CloseReason.PROVIDER_FAULT);
        assertThat(closed.evidenceId()).isEqualTo(verdicts.toString());
    }

    @Test
    void letsTheUserOfANodeUnderAlarmLeaveWithoutCost() {
        Story story = story("alarm");
        Order order = active(story);
        long first = TestMarket.CLOCK.epochAt(clock.instant()) + 1;
        bus.tell(story.node(2, false), window(order, first, 0, 1_100, 0));
        awaitWindows(story, order, 1);

        story.cancel(order, story.wallet, clock.instant()).statusCode(200).body("state", equalTo("CLOSING"));

        bus.tell(settled(order, 1_100));
        awaitState(story, order, "CANCELLED");
        get(story.user(), "/" + order.orderId())
                .body("releasedCum", equalTo("1100"))
                .body("refundedCum", equalTo("9900"));
    }

    private void awaitWindows(Story story, Order order, int settled) {
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> get(story.user(), "/" + order.orderId()).body("windows.settled", equalTo(settled)));
    }

    @Test
    void letsOrdersRunOutOfTimeAndSendsLateDepositsBack() {
        Story quoted = story("time-quoted");
        Story signed = story("time-signed");
        Story funded = story("time-funded");
        Order expiring = quoted.quote();
        Order unfunded = signed.quote();
        signed.sign(unfunded, signed.wallet).statusCode(200);
        Order unaccepted = funding(funded);
        Instant quotedAt = clock.instant();

        clock.atLeast(quotedAt.plusSeconds(120));
        awaitState(quoted, expiring, "EXPIRED");
        assertThat(signed.state(unfunded.orderId())).isEqualTo("AWAITING_ESCROW");
        problem(quoted.sign(expiring, quoted.wallet), 409, "illegal-transition").body("state", equalTo("EXPIRED"));

        clock.atLeast(quotedAt.plusSeconds(270));
        awaitState(signed, unfunded, "EXPIRED");
        bus.tell(funded(unfunded, quotedAt.plusSeconds(239)));
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(published(unfunded, 4))
                        .containsExactly("OrderQuoted", "OrderSigned", "OrderClosed", "OrderClosing"));
        OrderClosed closed =
                bus.published(OrderClosed.class, unfunded.orderId().toString()).getFirst();
        assertThat(closed.finalState()).isEqualTo(FinalState.EXPIRED);
        assertThat(closed.closeReason()).isEqualTo(CloseReason.ESCROW_TIMEOUT);
        bus.tell(settled(unfunded, 0));
        await().atMost(DEADLINE)
                .untilAsserted(() -> get(signed.user(), "/" + unfunded.orderId())
                        .body("state", equalTo("EXPIRED"))
                        .body("refundedCum", equalTo("11000")));

        clock.atLeast(quotedAt.plusSeconds(361));
        awaitState(funded, unaccepted, "CLOSING");
        problem(funded.accept(unaccepted, funded.nodeKey, clock.instant()), 409, "illegal-transition");
        bus.tell(settled(unaccepted, 0));
        awaitState(funded, unaccepted, "REJECTED");
        assertThat(bus.published(OrderEvent.class, unaccepted.orderId().toString()))
                .filteredOn(OrderClosing.class::isInstance)
                .hasSize(1);
    }
}
