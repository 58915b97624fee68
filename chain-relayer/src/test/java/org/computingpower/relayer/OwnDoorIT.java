package org.computingpower.relayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.relayer.harness.TestMarket.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.computingpower.events.EventJson;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.events.SignedBy;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestDatabase;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.relayer.harness.TestRelayer;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.SettlementBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that gets its pay with the validators' answers alone, on the real contract, without platform or relayer. */
class OwnDoorIT {

    private static final ObjectMapper MAPPER = EventJson.newMapper();

    private TestChain chain;
    private TestMarket market;
    private OrderId orderId;

    @BeforeEach
    void open() {
        chain = TestChain.start();
        market = TestMarket.deploy(chain, 4, 3);
        chain.send(
                chain.unlocked().get(5),
                market.nodeRegistry(),
                market.attest("own door", 1).call().data());
        market.stake("own door", 1_000_000);
        orderId = market.open("own door", "alice", 1_000);
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void settlesAndPaysAndNeitherHindersNorIsHinderedByTheBatchesOfThePlatform() {
        post(market.ready(1, List.of(item(orderId, 200, 0, false))));
        List<String> answers = market.ownDoor(item(orderId, 500, 100, false), 9);

        post(combined(answers.reversed()));

        assertThat(market.money(orderId)).containsExactly(500L, 100L, 25L);
        assertThat(market.withdraw(market.provider(), orderId)).isEqualTo(475);
        post(market.ready(2, List.of(item(orderId, 400, 100, false))));
        assertThat(market.money(orderId)).as("an older batch is skipped").containsExactly(500L, 100L, 25L);
        post(market.ready(3, List.of(item(orderId, 900, 100, true))));
        assertThat(market.money(orderId)).containsExactly(900L, 100L, 45L);
    }

    @Test
    void theLedgerLearnsOfABatchThatTheRelayerNeverSent() {
        post(combined(market.ownDoor(item(orderId, 500, 500, true), 9)));
        try (TestDatabase database = TestDatabase.create()) {
            TestRelayer relayer = new TestRelayer(market, database, List.of(chain.url()));

            relayer.run(3);

            assertThat(database.query("select body::json->>'releasedCum', body::json->>'refundedCum',"
                            + " body::json->>'isFinal' from published where type = 'OrderItemSettled'"
                            + " and body::json->'at'->>'level' = 'FINAL'"))
                    .containsExactly("500 500 true");
            assertThat(chain.transactionCount(relayer.key())).isZero();
        }
    }

    @Test
    void refusesFewerAnswersThanTheThresholdAndAnswersForDifferentAmounts() {
        List<String> answers = market.ownDoor(item(orderId, 500, 0, false), 9);
        List<String> others = market.ownDoor(item(orderId, 501, 0, false), 9);

        assertThat(market.refuses(market.plainSettle(combined(answers)))).isFalse();
        assertThat(market.refuses(market.plainSettle(combined(answers.subList(0, 2)))))
                .isTrue();
        assertThat(market.refuses(market.plainSettle(combined(List.of(answers.get(0), answers.get(1), others.get(2))))))
                .isTrue();
    }

    private void post(BatchReady ready) {
        chain.send(market.provider(), market.orderEscrow(), market.plainSettle(ready));
    }

    /** What a party does with the answers: one batch, all signatures, ascending by signer. */
    private static BatchReady combined(List<String> answers) {
        try {
            List<SignedBy> signatures = new ArrayList<>();
            for (String answer : answers) {
                JsonNode view = MAPPER.readTree(answer);
                signatures.add(new SignedBy(
                        Address.parse(view.path("validator").asText()),
                        Signature.parse(view.path("signature").asText())));
            }
            signatures.sort(Comparator.comparing(SignedBy::signer));
            JsonNode first = MAPPER.readTree(answers.getFirst());
            return new BatchReady(
                    Bytes32.parse(first.path("batchId").asText()),
                    MAPPER.treeToValue(first.path("batch"), SettlementBatch.class),
                    signatures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
