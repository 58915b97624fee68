package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.Actor;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.events.CloseReason;
import org.computingpower.events.EventJson;
import org.computingpower.events.FinalState;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.junit.jupiter.api.Test;

/** A node of two devices: each is rated and challenged on its own, and an epoch is paid only if both prove their power. */
@QuarkusTest
class SeveralDevicesIT extends OneValidator {

    private static final int DEVICES = 2;

    private final SigningKey key = TestMarket.key("two devices");

    @Test
    void oneDeviceThatStopsAnsweringCostsTheWindow() throws Exception {
        SimulatedNode node = node("two devices");
        bus.tell(TestNodes.changed(key, 1, DEVICES, ADVERTISED, 0, rounds.now() + 2));

        // Both are rated by the same rounds.
        while (ratings().size() < DEVICES) {
            RoundEvents.Event round = rounds.next();
            answer(
                    node,
                    round,
                    node.assignment(Rounds.epoch(round)).get("items").size());
            rounds.done(round);
        }
        assertThat(ratings()).extracting(proposed -> proposed.rating().device()).contains(0, 1);
        assertThat(ratings())
                .extracting(proposed -> proposed.rating().effectiveEpoch())
                .containsOnly(ratings().getFirst().rating().effectiveEpoch());

        long r0 = ratings().stream()
                .mapToLong(proposed -> proposed.rating().r0())
                .min()
                .orElseThrow();
        long from = rounds.now() + 2;
        OrderId order = activate(r0, from);
        while (!rounds.isDone(from + 1)) {
            RoundEvents.Event round = rounds.next();
            boolean isLast = Rounds.epoch(round) == from + 1;
            int all = node.assignment(Rounds.epoch(round)).get("items").size();
            answer(node, round, isLast ? 1 : all);
            rounds.done(round);
        }
        Rounds.until(rounds::now, epoch -> epoch > from + 1);

        assertThat(results(order, from)).containsExactly(ProofResult.PASS, ProofResult.PASS);
        assertThat(results(order, from + 1)).containsExactly(ProofResult.PASS, ProofResult.MISSING);
        assertThat(settled(order, from + 1).items())
                .containsExactly(new SettlementItem(
                        order,
                        TokenAmount.of(TestOrders.PRICE / 2),
                        TokenAmount.of(TestOrders.PRICE - TestOrders.PRICE / 2),
                        true));
        bus.tell(new OrderClosed(
                order, key.nodeId(), FinalState.COMPLETED, CloseReason.TERM_ENDED, Actor.PLATFORM, null));
        leave(node);
    }

    private OrderId activate(long r0, long from) {
        Order terms = TestOrders.terms(key.nodeId(), Mode.EXCLUSIVE, 10_000);
        bus.tell(TestNodes.changed(key, 2, DEVICES, ADVERTISED, r0, from));
        TestOrders.activate(bus, market, terms, key, from);
        TestOrders.end(bus, market, terms, from + 1, CloseReason.TERM_ENDED, Actor.PLATFORM);
        return terms.orderId();
    }

    /** What this validator would sign for the order. */
    private SettlementBatch settled(OrderId order, long asOfEpoch) throws Exception {
        String path = "/api/challenge/v1/orders/" + order + "/settlement?asOfEpoch=" + asOfEpoch;
        JsonNode answer = Rounds.until(
                () -> RestAssured.post(path).as(JsonNode.class),
                body -> !body.path("batch").isMissingNode());
        return EventJson.newMapper().treeToValue(answer.get("batch"), SettlementBatch.class);
    }

    private void answer(SimulatedNode node, RoundEvents.Event round, int devices) throws Exception {
        for (int position = 0; position < devices; position++) {
            SimulatedNode.Solution solution = node.solve(Rounds.epoch(round), Rounds.seed(round), position);
            assertThat(node.commit(solution.commit()).statusCode()).isEqualTo(200);
            assertThat(node.reveal(solution).statusCode()).isEqualTo(202);
        }
    }

    private List<RatingProposed> ratings() {
        return bus.published(RatingProposed.class).stream()
                .filter(proposed -> proposed.rating().nodeId().equals(key.nodeId()))
                .limit(DEVICES)
                .toList();
    }

    private List<ProofResult> results(OrderId order, long epoch) {
        return Rounds.until(
                        () -> bus.published(ProofJudged.class).stream()
                                .map(ProofJudged::verdict)
                                .filter(verdict -> verdict.orderId().equals(order) && verdict.epoch() == epoch)
                                .sorted(java.util.Comparator.comparingInt(PowerVerdict::device))
                                .toList(),
                        verdicts -> verdicts.size() == DEVICES)
                .stream()
                .map(PowerVerdict::result)
                .toList();
    }
}
