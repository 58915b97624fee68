package org.computingpower.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.order.Story.funded;
import static org.computingpower.order.Story.get;
import static org.computingpower.order.Story.settled;
import static org.computingpower.order.Story.window;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.computingpower.events.CloseReason;
import org.computingpower.events.FinalState;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.OrderEvent.OrderClosing;
import org.computingpower.events.PowerShortfall;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;

/** How orders end otherwise: by their node, by their user, or by time. */
@QuarkusTest
class OrderEndIT extends RunningService {
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

    private void awaitWindows(Story story, Order order, int settled) {
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> get(story.user(), "/" + order.orderId()).body("windows.settled", equalTo(settled)));
    }
}
