package org.computingpower.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.order.Story.funded;
import static org.computingpower.order.Story.get;
import static org.computingpower.order.Story.post;
import static org.computingpower.order.Story.settled;
import static org.computingpower.order.Story.window;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.computingpower.events.OrderEvent.OrderActivated;
import org.computingpower.events.OrderEvent.OrderClosing;
import org.computingpower.events.OrderEvent.OrderResumed;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.order.application.AttestationHolds;
import org.computingpower.terms.Digests;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;

/** An order from its quote to its end, and what holds it or keeps it from becoming active. */
@QuarkusTest
class OrderIT extends RunningService {
    @Inject
    AttestationHolds holds;

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
                node.effectiveEpoch(),
                node.sharedPhiBps());
    }
}
