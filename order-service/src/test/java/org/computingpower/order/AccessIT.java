package org.computingpower.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.order.Story.ORDERS;
import static org.computingpower.order.Story.funded;
import static org.computingpower.order.Story.get;
import static org.computingpower.order.Story.operator;
import static org.computingpower.order.Story.post;
import static org.computingpower.order.Story.settled;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.List;
import java.util.Map;
import org.computingpower.events.OrderEvent.DeploymentStatusChanged;
import org.computingpower.events.OrderEvent.OrderSigned;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;

/** Who may do and see what, and what only a signature allows. */
@QuarkusTest
class AccessIT extends RunningService {
    private final TokenSigner tokens = SharedInfrastructure.tokens();

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
    void refusesAReasonThatATerminalCouldObey() {
        Story story = story("terminal");
        Order order = funding(story);
        String rejection = "/" + order.orderId() + "/rejection";

        problem(post(story.provider(), rejection, Map.of("reason", "\u001b[2J gone")), 400, "invalid-request");
        problem(post(story.provider(), rejection, Map.of("reason", "x".repeat(2_001))), 400, "invalid-request");

        assertThat(story.state(order.orderId())).isEqualTo("AWAITING_PROVIDER");
        post(story.provider(), rejection, Map.of()).statusCode(200).body("closeNote", nullValue());
    }
}
