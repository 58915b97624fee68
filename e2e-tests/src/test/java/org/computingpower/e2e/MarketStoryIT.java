package org.computingpower.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import org.computingpower.local.LocalStack;
import org.computingpower.local.StackOptions;
import org.junit.jupiter.api.Test;

/** The story of the demo, and afterwards everything looked up again by means that share no code with the platform. */
class MarketStoryIT {
    private static final int PORT_BASE = 9400;

    @Test
    void theMarketEndsAsItsEventsItsContractsAndItsApiAgree() {
        StackOptions options =
                new StackOptions(Stacks.REPOSITORY, Stacks.empty("market"), PORT_BASE, 1, 1, StackOptions.Aot.OFF);
        try (LocalStack stack = LocalStack.start(options, Stacks.progress())) {
            MarketStory.Told told = new MarketStory(stack, Stacks.narrator()).tell();

            Topics topics = Topics.read(stack.file().kafkaBootstrap());
            everyEventIsThere(topics);
            windowsAddUp(topics, told.honestOrder(), told.summary().path("honest"));
            escrowAgrees(stack, topics, told.honestOrder());
            escrowAgrees(stack, topics, told.stoppedOrder());
            theDeadProviderLosesTheOrder(topics, told.stoppedOrder());
            EscrowView escrow = new EscrowView(stack);
            assertThat(escrow.balance())
                    .as("the contract holds exactly what nobody withdrew yet")
                    .isEqualTo(escrow.held(told.honestOrder()).add(escrow.held(told.stoppedOrder())));
            assertThat(Market.containers()).doesNotContain(told.honestOrder().substring(2, 14));
        }
    }

    private static void everyEventIsThere(Topics topics) {
        assertThat(topics.all()).extracting(Topics.Fact::id).doesNotHaveDuplicates();
        assertThat(topics.all())
                .extracting(Topics.Fact::name)
                .contains(
                        "NodeChanged",
                        "AttestationJudged",
                        "NodeRated",
                        "OrderActivated",
                        "EscrowFunded",
                        "ProofJudged",
                        "BatchFinal",
                        "OrderSettled",
                        "OrderClosed",
                        "SlashProposed",
                        "Withdrawn");
    }

    private static void windowsAddUp(Topics topics, String orderId, JsonNode honest) {
        List<JsonNode> windows = topics.of("WindowSettled", orderId);
        assertThat(windows)
                .hasSize(10)
                .allSatisfy(
                        window -> assertThat(window.path("outcome").asText()).isEqualTo("PASS"));
        BigInteger worth = windows.stream()
                .map(window -> new BigInteger(window.path("w").asText()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(worth).asString().isEqualTo(honest.path("released").asText());
        assertThat(windows.stream().map(window -> window.path("epoch").asLong()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(honest.path("onChainReleased").asText())
                .isEqualTo(honest.path("released").asText());
    }

    private static void escrowAgrees(LocalStack stack, Topics topics, String orderId) {
        EscrowView escrow = new EscrowView(stack);
        JsonNode settled = topics.of("OrderSettled", orderId).getLast();
        assertThat(escrow.field(orderId, "releasedCum"))
                .asString()
                .isEqualTo(settled.path("releasedCum").asText());
        assertThat(escrow.field(orderId, "refundedCum"))
                .asString()
                .isEqualTo(settled.path("refundedCum").asText());
        assertThat(escrow.field(orderId, "feeCum"))
                .asString()
                .isEqualTo(settled.path("feeCum").asText());
        assertThat(escrow.field(orderId, "closed")).isOne();
        assertThat(escrow.field(orderId, "releasedCum").add(escrow.field(orderId, "refundedCum")))
                .isEqualTo(escrow.field(orderId, "deposit"));
    }

    private static void theDeadProviderLosesTheOrder(Topics topics, String orderId) {
        List<JsonNode> windows = topics.of("WindowSettled", orderId);
        assertThat(windows)
                .extracting(window -> window.path("outcome").asText())
                .contains("PASS", "MISSING");
        assertThat(windows.getLast().path("terminate").asBoolean()).isTrue();
        JsonNode closed = topics.of("OrderClosed", orderId).getLast();
        assertThat(closed.path("closeReason").asText()).isEqualTo("PROVIDER_FAULT");
        BigInteger refunded = new BigInteger(
                topics.of("OrderSettled", orderId).getLast().path("refundedCum").asText());
        BigInteger deposit = new BigInteger(
                topics.of("OrderSettled", orderId).getLast().path("deposit").asText());
        assertThat(refunded).isPositive().isLessThan(deposit);
        assertThat(topics.stream("SlashProposed")
                        .map(fact -> fact.body().path("slash").path("orderId").asText()))
                .contains(orderId);
    }
}
