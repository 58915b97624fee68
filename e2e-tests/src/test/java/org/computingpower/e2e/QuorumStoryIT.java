package org.computingpower.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.events.EventJson;
import org.computingpower.local.LocalStack;
import org.computingpower.local.StackOptions;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.Test;

/** Three validators, each with its own key, database and endpoint, of whom two must agree; one dies in mid-order. */
class QuorumStoryIT {
    private static final int PORT_BASE = 9600;
    private static final int EPOCHS = 5;

    @Test
    void twoValidatorsOfThreeCarryTheMarketWhileTheThirdIsDead() {
        StackOptions options =
                new StackOptions(Stacks.REPOSITORY, Stacks.empty("quorum"), PORT_BASE, 3, 2, StackOptions.Aot.OFF);
        try (LocalStack stack = LocalStack.start(options, Stacks.progress())) {
            Narrator narrator = Stacks.narrator();
            Market market = new Market(stack, narrator);
            Persona operator = market.persona("operator");
            operator.run("login", "--client-id", "operator");
            Market.Supplied node =
                    market.supply("provider-1", "honest", 0, Market.NODE_RATE, "http://127.0.0.1:" + (PORT_BASE + 99));
            market.awaitListed(node);
            Persona alice = market.persona("alice").settleIn("USER");
            String orderId = market.order(alice, node, EPOCHS);
            market.awaitWindows(alice, orderId, 1);
            narrator.say("validator 2 dies");
            long epochOfDeath = epoch(stack);
            stack.service("challenge-service-2").child().kill();
            stack.service("attestation-service-2").child().kill();
            market.awaitState(alice, orderId, "COMPLETED", 240);
            market.checkSum(alice.run("statement", orderId));
            market.reconciled(operator, new Lookups(stack));

            Topics topics = Topics.read(stack.file().kafkaBootstrap());
            everyValidatorJudgedTheQuote(topics, node.nodeId());
            everyWindowIsPaid(topics, orderId, epochOfDeath);
            verdictsAreEqualBitForBit(topics, node.nodeId());
            everyBatchHasTwoSigners(topics);
            EscrowView escrow = new EscrowView(stack);
            assertThat(escrow.field(orderId, "releasedCum")).isEqualTo(escrow.field(orderId, "deposit"));
        }
    }

    private static void everyValidatorJudgedTheQuote(Topics topics, String nodeId) {
        assertThat(topics.of("AttestationJudged", nodeId).stream()
                        .map(event -> event.path("validator").asText())
                        .distinct())
                .hasSize(3);
    }

    /**
     * The dead validator committed itself to the epoch it died in and to the next one. If it is called in one part of such an epoch and leads the
     * other, no round can be held: the living ones waive the epoch, and the next PASS releases it.
     */
    private static void everyWindowIsPaid(Topics topics, String orderId, long epochOfDeath) {
        List<JsonNode> windows = topics.of("WindowSettled", orderId);
        assertThat(windows).hasSize(EPOCHS).allSatisfy(window -> {
            long sinceDeath = window.path("epoch").asLong() - epochOfDeath;
            assertThat(window.path("outcome").asText())
                    .as("window of epoch %d", window.path("epoch").asLong())
                    .isIn(sinceDeath == 0 || sinceDeath == 1 ? Set.of("PASS", "WAIVED") : Set.of("PASS"));
        });
    }

    private static long epoch(LocalStack stack) {
        try {
            return EventJson.newMapper()
                    .readValue(stack.paths().marketFile().toFile(), MarketFile.class)
                    .epochClock()
                    .epochAt(InstantSource.system().instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void verdictsAreEqualBitForBit(Topics topics, String nodeId) {
        Map<Long, List<JsonNode>> byEpoch = topics.of("ProofJudged", nodeId).stream()
                .collect(Collectors.groupingBy(
                        event -> event.path("verdict").path("epoch").asLong()));
        assertThat(byEpoch.values()).allSatisfy(judgments -> {
            Set<JsonNode> statements =
                    judgments.stream().map(event -> event.path("verdict")).collect(Collectors.toSet());
            Set<String> signatures = judgments.stream()
                    .map(event -> event.path("signature").asText())
                    .collect(Collectors.toSet());
            assertThat(statements).hasSize(1);
            assertThat(signatures).hasSizeGreaterThanOrEqualTo(2);
        });
        assertThat(byEpoch.values().stream().anyMatch(judgments -> judgments.size() == 3))
                .as("all three judged while all three lived")
                .isTrue();
    }

    private static void everyBatchHasTwoSigners(Topics topics) {
        List<JsonNode> batches =
                topics.stream("BatchReady").map(Topics.Fact::body).toList();
        assertThat(batches)
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(batch.path("signatures").findValuesAsText("signer"))
                        .hasSizeGreaterThanOrEqualTo(2)
                        .doesNotHaveDuplicates());
    }
}
