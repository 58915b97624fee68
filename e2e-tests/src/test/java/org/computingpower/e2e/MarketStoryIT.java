package org.computingpower.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computingpower.local.LocalStack;
import org.computingpower.local.StackOptions;
import org.junit.jupiter.api.Test;

/** The story of the demo, and afterwards everything looked up again by means that share no code with the platform. */
class MarketStoryIT {
    private static final int PORT_BASE = 9400;
    private static final int EPOCHS_AFTER_END = 24;

    @Test
    void theMarketEndsAsItsEventsItsContractsAndItsApiAgree() {
        StackOptions options =
                new StackOptions(Stacks.REPOSITORY, Stacks.empty("market"), PORT_BASE, 1, 1, StackOptions.Aot.OFF);
        Narrator narrator = Stacks.narrator();
        try (LocalStack stack = LocalStack.start(options, Stacks.progress());
                SampleApplication application = SampleApplication.build(options.repository(), options.directory());
                Beside<String> beside = new Beside<>(new SharedStory(stack, narrator, application))) {
            MarketStory.Told told = new MarketStory(stack, narrator).tell(application);
            String sharedOrder = beside.told();
            Market market = new Market(stack, narrator);
            market.reconciled(market.persona("operator"), new Lookups(stack));

            Topics topics = Topics.read(stack.file().kafkaBootstrap());
            everyEventIsThere(topics);
            windowsAddUp(topics, told.honestOrder(), told.summary().path("honest"));
            escrowAgrees(stack, topics, told.honestOrder());
            escrowAgrees(stack, topics, told.stoppedOrder());
            escrowAgrees(stack, topics, sharedOrder);
            theDeadProviderLosesTheOrder(topics, told.stoppedOrder());
            windowsOfTheSharedOrderWaitForAudits(topics, sharedOrder);
            EscrowView escrow = new EscrowView(stack);
            assertThat(escrow.balance())
                    .as("the contract holds exactly what nobody withdrew yet")
                    .isEqualTo(Stream.of(told.honestOrder(), told.stoppedOrder(), sharedOrder)
                            .map(escrow::held)
                            .reduce(BigInteger.ZERO, BigInteger::add));
            assertThat(Market.containers()).doesNotContain(told.honestOrder().substring(2, 14));
        }
    }

    /** What a failed audit refunds is shown where rounds can be made to fail: SharedOrderTest and SharedFoldTest. */
    private static void windowsOfTheSharedOrderWaitForAudits(Topics topics, String orderId) {
        JsonNode order = topics.of("OrderActivated", orderId).getLast().path("order");
        assertThat(order.path("mode").asText()).isEqualTo("SHARED");
        assertThat(order.path("phiBps").asInt()).isEqualTo(SharedStory.KEPT_BPS);
        Set<Long> audits = topics.stream("RoundOpened")
                .map(fact -> fact.body().path("round"))
                .filter(round -> isAudit(round.path("epochSeed").asText()))
                .map(round -> round.path("epoch").asLong())
                .collect(Collectors.toSet());
        BigInteger proven = BigInteger.ZERO;
        BigInteger released = BigInteger.ZERO;
        List<JsonNode> windows = topics.of("WindowSettled", orderId);
        assertThat(windows).hasSize(SharedStory.EPOCHS);
        for (JsonNode window : windows) {
            boolean audit = audits.contains(window.path("epoch").asLong());
            proven = proven.add(new BigInteger(window.path("w").asText()));
            released = audit ? proven : released;
            assertThat(window.path("outcome").asText()).isEqualTo("PASS");
            assertThat(window.path("money").asText()).isEqualTo(audit ? "RELEASED" : "ACCRUED");
            assertThat(window.path("releasedCum").asText()).isEqualTo(released.toString());
        }
        long last = windows.getLast().path("epoch").asLong();
        boolean auditedAfterEnd = topics.of("ProofJudged", order.path("nodeId").asText()).stream()
                .map(event -> event.path("verdict"))
                .filter(verdict -> orderId.equals(verdict.path("orderId").asText()))
                .map(verdict -> verdict.path("epoch").asLong())
                .anyMatch(epoch -> epoch > last && epoch <= last + EPOCHS_AFTER_END && audits.contains(epoch));
        assertThat(topics.of("OrderSettled", orderId)
                        .getLast()
                        .path("releasedCum")
                        .asText())
                .isEqualTo((auditedAfterEnd ? proven : released).toString());
        assertThat(topics.of("OrderClosed", orderId)
                        .getLast()
                        .path("closeReason")
                        .asText())
                .isEqualTo("TERM_ENDED");
    }

    /** docs/power-proof.md, "Byte layouts". */
    private static boolean isAudit(String epochSeed) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("CPP/audit/v1".getBytes(StandardCharsets.US_ASCII));
            return Byte.toUnsignedInt(sha256.digest(HexFormat.of().parseHex(epochSeed.substring(2)))[0]) < 32;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
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
