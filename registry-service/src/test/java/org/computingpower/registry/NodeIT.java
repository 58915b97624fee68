package org.computingpower.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.registry.Provider.BASE;
import static org.computingpower.registry.Provider.device;
import static org.computingpower.registry.Statements.STRANGER;
import static org.computingpower.registry.Statements.VALIDATORS;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.events.FactLevel;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.Rating;
import org.junit.jupiter.api.Test;

/** A node from its registration to the list that users search, and what its provider may change. */
@QuarkusTest
class NodeIT extends RunningRegistry {

    @Test
    void registersANodeOnceAndOnlyForTheOwnerOfItsKey() {
        Provider provider = Provider.enrolled();
        SigningKey node = Provider.newNode();
        provider.register(provider.registration(node, Provider.newNode(), List.of(device(0, "CPU", "EPYC", 100))))
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/possession-not-proven"));
        provider.register(node)
                .statusCode(201)
                .body("nodeId", equalTo(node.nodeId().toString()))
                .body("missing", contains("ATTESTATION", "STAKE", "RATING", "OFFER"));
        provider.register(node).statusCode(200);
        Provider other = Provider.enrolled();
        other.register(node).statusCode(409);
        other.operate(node, Map.of("maintenance", true)).statusCode(404);
    }

    @Test
    void listsANodeOnceAQuorumAttestedAndRatedItAndItsStakeIsFinal() {
        // Given a registered node with an offer
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        provider.putOffer(node, provider.wallet(), market.domains()).statusCode(200);

        // When validators, one of them unknown and one of them twice, and the chain speak
        AttestationRecord record = say.record(provider, node);
        bus.tell(say.judged(record, VALIDATORS.get(0)));
        bus.tell(say.judged(record, VALIDATORS.get(0)));
        bus.tell(say.judged(record, STRANGER));
        bus.tell(say.judged(record, VALIDATORS.get(1), STRANGER));
        bus.tell(Statements.staked(provider, node, 1, FactLevel.SEEN));
        Rating rating = new Rating(1, node.nodeId(), 0, 100, 90, 7);
        bus.tell(say.proposed(rating, VALIDATORS.get(0)));
        bus.tell(say.proposed(rating, VALIDATORS.get(2)));
        await().atMost(DEADLINE).untilAsserted(() -> show(node).body("missing", contains("ATTESTATION", "STAKE")));
        bus.tell(say.judged(record, VALIDATORS.get(1)));
        bus.tell(Statements.staked(provider, node, 2, FactLevel.FINAL));

        // Then it is listed, with the facets that were proven
        await().atMost(DEADLINE)
                .untilAsserted(() -> show(node)
                        .body("listed", equalTo(true))
                        .body("lifecycle", equalTo("ACTIVE"))
                        .body("facets.power.rated", equalTo(90))
                        .body("facets.attestation.status", equalTo("VALID")));
        assertThat(given().queryParam("listed", true)
                        .queryParam("minRate", 90)
                        .get(BASE + "/nodes")
                        .jsonPath()
                        .getList("items.nodeId"))
                .contains(node.nodeId().toString());
        given().contentType(ContentType.JSON)
                .body(Map.of("minRate", 91))
                .post(BASE + "/nodes/search")
                .then()
                .statusCode(200)
                .body("rejected.minRate", equalTo(1));
    }

    @Test
    void refusesAnOfferThatTheProvidersWalletDidNotSign() {
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        provider.putOffer(node, node, market.domains())
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/offer-refused"));
    }

    @Test
    void showsThePartThatANodeKeepsForItsSolver() {
        Provider provider = Provider.enrolled();
        SigningKey node = Provider.newNode();
        Map<String, Object> registration =
                new HashMap<>(provider.registration(node, node, List.of(device(0, "CPU", "EPYC", 100))));
        for (int outside : new int[] {0, 10_000}) {
            registration.put("sharedPhiBps", outside);
            provider.register(registration).statusCode(400);
        }
        registration.put("sharedPhiBps", 2_500);
        provider.register(registration).statusCode(201).body("sharedPhiBps", equalTo(2_500));
        show(node).body("sharedPhiBps", equalTo(2_500));
    }

    @Test
    void changesThePartThatANodeKeepsWhileNoOrderRestsOnIt() {
        // Given a node that orders have alone
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        provider.operate(node, Map.of("sharedPhiBps", 10_000)).statusCode(400);
        provider.operate(node, Map.of("sharedPhiBps", -1)).statusCode(400);
        Provider.enrolled().operate(node, Map.of("sharedPhiBps", 2_500)).statusCode(404);
        // When its provider shares it, the market is told
        provider.operate(node, Map.of("sharedPhiBps", 2_500)).statusCode(200).body("sharedPhiBps", equalTo(2_500));
        OrderId order = new OrderId(node.nodeId().value());
        // Then not while an order is open, from its quote on, but everything else may change
        bus.tell(Statements.quoted(order, provider, node));
        awaitOpenOrder(node);
        for (int part : new int[] {2_501, 0}) {
            provider.operate(node, Map.of("sharedPhiBps", part, "maintenance", true))
                    .statusCode(409)
                    .body("type", equalTo("https://computingpower.org/problems/node-in-use"));
        }
        provider.operate(node, Map.of("sharedPhiBps", 2_500, "maintenance", true))
                .statusCode(200)
                .body("missing", hasItem("MAINTENANCE"));
        bus.tell(Statements.expired(order, node));
        await().atMost(DEADLINE)
                .untilAsserted(() -> provider.operate(node, Map.of("sharedPhiBps", 0))
                        .statusCode(200)
                        .body("sharedPhiBps", nullValue()));
        show(node).body("sharedPhiBps", nullValue()).body("missing", hasItem("MAINTENANCE"));
    }
}
