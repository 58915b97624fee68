package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.challenge.it.Rounds.epoch;
import static org.computingpower.challenge.it.Rounds.seed;
import static org.computingpower.challenge.it.Rounds.until;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.HexFormat;
import java.util.List;
import org.computingpower.events.Actor;
import org.computingpower.events.ChallengeCosignatureEvent.BatchCosigned;
import org.computingpower.events.ChallengeCosignatureEvent.BatchRefused;
import org.computingpower.events.CloseReason;
import org.computingpower.events.EventJson;
import org.computingpower.events.FinalState;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.SettlementBatchEvent.BatchProposed;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.junit.jupiter.api.Test;

/** Orders as a validator sees them: what it asks their nodes for, and the money that it signs. */
@QuarkusTest
class OrderProofsIT extends OneValidator {

    @Test
    void cosignsTheMoneyOfTheEpochsThatWereProvenAndNoOther() throws Exception {
        // Given an order of two epochs of which the node answers the first one only
        SimulatedNode node = node("ordered");
        Order terms = TestOrders.terms(node.key.nodeId(), Mode.EXCLUSIVE, 10_000);
        OrderId orderId = terms.orderId();
        long from = rounds.now() + 2;
        long last = from + 1;
        enter(ADVERTISED * 9 / 10, node);
        TestOrders.activate(bus, market, terms, node.key, from);
        while (!rounds.isDone(last)) {
            RoundEvents.Event round = rounds.next();
            if (epoch(round) >= from) {
                JsonNode item = node.assignment(epoch(round)).get("items").get(0);
                assertThat(item.get("mode").asText()).isEqualTo("EXCLUSIVE");
            }
            if (epoch(round) == from) {
                answer(node, round);
            }
            rounds.done(round);
        }
        TestOrders.end(bus, market, terms, last, CloseReason.TERM_ENDED, Actor.PLATFORM);
        until(rounds::now, epoch -> epoch > last);

        // When a batch releases all of it, then it is refused with the right amounts
        TokenAmount released = TokenAmount.of(TestOrders.PRICE / 2);
        TokenAmount refunded = TokenAmount.of(TestOrders.PRICE - TestOrders.PRICE / 2);
        propose(batch(1, last, orderId, TokenAmount.of(TestOrders.PRICE), TokenAmount.ZERO));
        BatchRefused refused = until(() -> bus.published(BatchRefused.class), seen -> !seen.isEmpty())
                .getFirst();
        assertThat(refused.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.ours().releasedCum()).isEqualTo(released);
            assertThat(refusal.ours().refundedCum()).isEqualTo(refunded);
        });

        // And the batch of those amounts is signed
        SettlementBatch right = batch(2, last, orderId, released, refunded);
        propose(right);
        BatchCosigned cosigned = until(() -> bus.published(BatchCosigned.class), seen -> !seen.isEmpty())
                .getFirst();
        assertThat(right.isSignedBy(validator.address(), cosigned.signature(), market.domains()))
                .isTrue();
        ownDoor(orderId, last, right);

        close(node, orderId, FinalState.COMPLETED, CloseReason.TERM_ENDED, Actor.PLATFORM);
    }

    private void propose(SettlementBatch batch) {
        bus.tell(new BatchProposed(batch.batchId(market.domains()), batch));
    }

    /** The same amounts on request of anybody, signed as a batch of this order alone. */
    private void ownDoor(OrderId orderId, long asOfEpoch, SettlementBatch settled) throws Exception {
        String path = "/api/challenge/v1/orders/" + orderId + "/settlement?asOfEpoch=";
        JsonNode answer = RestAssured.post(path + asOfEpoch).as(JsonNode.class);
        SettlementBatch batch = EventJson.newMapper().treeToValue(answer.get("batch"), SettlementBatch.class);
        assertThat(batch.batchNo()).isZero();
        assertThat(batch.items()).isEqualTo(settled.items());
        assertThat(answer.get("batchId").asText())
                .isEqualTo(batch.batchId(market.domains()).toString());
        assertThat(batch.isSignedBy(
                        validator.address(),
                        Signature.parse(answer.get("signature").asText()),
                        market.domains()))
                .isTrue();
        assertThat(RestAssured.post(path + (rounds.now() + 5)).statusCode()).isEqualTo(400);
        assertThat(RestAssured.post(path).statusCode()).isEqualTo(400);
        assertThat(RestAssured.post("/api/challenge/v1/orders/" + OrderId.NONE + "/settlement?asOfEpoch=" + asOfEpoch)
                        .statusCode())
                .isEqualTo(404);
    }

    private static SettlementBatch batch(
            long number, long asOf, OrderId orderId, TokenAmount released, TokenAmount refunded) {
        return new SettlementBatch(1, number, asOf, List.of(new SettlementItem(orderId, released, refunded, true)));
    }

    @Test
    void asksASharedNodeForItsPartAndUntilItIsSettled() throws Exception {
        SimulatedNode node = node("shared node");
        Order terms = TestOrders.terms(node.key.nodeId(), Mode.SHARED, 5_000);
        OrderId orderId = terms.orderId();
        long from = rounds.now() + 2;
        enter(ADVERTISED, node);
        TestOrders.activate(bus, market, terms, node.key, from);

        RoundEvents.Event round = rounds.next();
        while (epoch(round) < from) {
            rounds.done(round);
            round = rounds.next();
        }
        long epoch = epoch(round);
        boolean audit = EpochSeed.isAudit(seed(round));
        JsonNode item = node.assignment(epoch).get("items").get(0);
        assertThat(item.get("mode").asText()).isEqualTo(audit ? "AUDIT" : "SHARED");
        assertThat(item.get("reff").asLong()).isEqualTo(audit ? ADVERTISED : ADVERTISED / 2);
        assertThat(auditParameters(item).effectiveRate()).isEqualTo(ADVERTISED);
        assertThat(auditParameters(item).mode()).isEqualTo(ProofMode.AUDIT);
        answer(node, round);

        TestOrders.end(bus, market, terms, epoch, CloseReason.USER_CANCELLED, Actor.USER);
        until(rounds::now, current -> current > epoch);
        String money = "/api/challenge/v1/orders/" + orderId + "/settlement?asOfEpoch=" + epoch;
        // The one proven window is released only if its round was an audit; then nothing waits and the order is final.
        if (audit) {
            RestAssured.post(money).then().statusCode(200).body("batch.items[0].isFinal", equalTo(true));
        } else {
            RestAssured.post(money).then().statusCode(409).body("type", endsWith("/nothing-due"));
        }
        assertThat(orderAskedFor(node)).isEqualTo(orderId);

        close(node, orderId, FinalState.CANCELLED, CloseReason.USER_CANCELLED, Actor.USER);
    }

    /** The order is settled: its node proves for itself again, and leaves. */
    private void close(SimulatedNode node, OrderId order, FinalState state, CloseReason reason, Actor actor) {
        bus.tell(new OrderClosed(order, node.key.nodeId(), state, reason, actor, null));
        until(() -> orderAskedFor(node), OrderId.NONE::equals);
        leave(node);
        assertThat(items(node)).isEmpty();
    }

    /** For whom the node proves in the last epoch that can be asked about. */
    private OrderId orderAskedFor(SimulatedNode node) {
        return OrderId.parse(items(node).get(0).get("orderId").asText());
    }

    private JsonNode items(SimulatedNode node) {
        try {
            return node.assignment(rounds.now() + 2).get("items");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProofParameters auditParameters(JsonNode item) {
        return ProofParameters.decode(
                HexFormat.of().parseHex(item.get("auditParams").asText().substring(2)));
    }
}
