package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.challenge.it.Rounds.epoch;
import static org.computingpower.challenge.it.Rounds.seed;
import static org.computingpower.challenge.it.Rounds.until;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.Actor;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.ChallengeCosignatureEvent;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.events.CloseReason;
import org.computingpower.events.EventJson;
import org.computingpower.events.FinalState;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.RegistryNodeEvent;
import org.computingpower.events.SettlementBatchEvent;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Rating;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** One validator through whole epochs, on a real broker and database, with a node that really solves. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = MarketResource.TOPICS))
@WithTestResource(MarketResource.class)
class ChallengeIT {

    private static final long ADVERTISED = 20_000;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    MarketFile market;

    private final SigningKey validator = TestMarket.validators(1).getFirst();

    private static RegistryNodeEvent.NodeChanged changed(Rounds rounds, SigningKey node, long version, long r0) {
        return TestNodes.changed(node, version, ADVERTISED, r0, rounds.now() + 2);
    }

    private static void answer(SimulatedNode node, Rounds rounds, RoundEvents.Event round) throws Exception {
        SimulatedNode.Solution solution = node.solve(epoch(round), seed(round));
        assertThat(node.commit(solution.commit()).statusCode()).isEqualTo(200);
        assertThat(node.reveal(solution).statusCode()).isEqualTo(202);
        rounds.done(round);
    }

    @Test
    void ratesANodeChallengesItForAnOrderAndCosignsTheMoney() throws Exception {
        SimulatedNode node = new SimulatedNode(TestMarket.key("node"), market.domains(), ADVERTISED);
        SimulatedNode silent = new SimulatedNode(TestMarket.key("silent"), market.domains(), ADVERTISED);
        try (TestBroker broker = new TestBroker(bootstrapServers);
                Rounds rounds = new Rounds(market)) {
            broker.publish(new ChainHeadEvent.HeadFinalized(31_337, 7, Bytes32.parse("0x" + "77".repeat(32)), 1));
            broker.publish(changed(rounds, node.key, 1, 0));
            broker.publish(changed(rounds, silent.key, 1, 0));

            // Rounds before the node's effective epoch have an empty roster.
            RoundEvents.Event first = rounds.next();
            while (node.assignment(epoch(first)).get("items").isEmpty()) {
                rounds.done(first);
                first = rounds.next();
            }
            assertThat(node.assignment(epoch(first))
                            .get("items")
                            .get(0)
                            .get("mode")
                            .asText())
                    .isEqualTo("CALIBRATION");
            answer(node, rounds, first);
            showsNoProofBeforeItsVerdict(node, first);
            refusesWhatIsNotTheNodes(silent, first);
            // Three in a row; one that was missed starts them again.
            while (broker.seen(ChallengeVerdictEvent.RatingProposed.class).isEmpty()) {
                answer(node, rounds, rounds.next());
            }

            List<ChallengeVerdictEvent.RatingProposed> ratings =
                    until(() -> broker.seen(ChallengeVerdictEvent.RatingProposed.class), seen -> !seen.isEmpty());
            Rating rating = ratings.getFirst().rating();
            assertThat(rating.isSignedBy(validator.address(), ratings.getFirst().signature(), market.domains()))
                    .isTrue();
            assertThat(rating.r0()).isBetween(ADVERTISED / 2, ADVERTISED);
            assertThat(rating.r0()).isLessThan(rating.measuredRate());
            verdictsAreSigned(broker, node, silent, epoch(first));
            verdictsCanBeRepeatedByAnybody(broker, node, silent, epoch(first));
            secretsOpenWhatWasCommitted(rounds.stream(), first);

            order(node, broker, rounds, rating.r0());
        }
    }

    private void refusesWhatIsNotTheNodes(SimulatedNode node, RoundEvents.Event round) throws Exception {
        SimulatedNode.Solution solution = node.solve(epoch(round), seed(round));
        Commit commit = solution.commit();
        SigningKey foreign = TestMarket.key("foreign");
        Response unsigned = SimulatedNode.post("/commits", java.util.Map.of("commit", commit));
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(unsigned.contentType()).contains("application/problem+json");
        assertThat(unsigned.jsonPath().getString("type")).endsWith("/not-signed-by-node");
        assertThat(node.commit(commit, commit.sign(foreign, market.domains()).toString())
                        .statusCode())
                .isEqualTo(401);
        assertThat(node.commit(commit, "0xzz").statusCode()).isEqualTo(401);
        assertThat(node.reveal(solution).jsonPath().getString("type")).endsWith("/nothing-committed");
        assertThat(node.reveal(
                                solution,
                                solution.reveal()
                                        .sign(foreign, market.domains())
                                        .toString())
                        .statusCode())
                .isEqualTo(401);
        Commit other = new Commit(
                commit.epoch(), Bytes32.ZERO, commit.nodeId(), commit.orderId(), 0, commit.k(), commit.root());
        assertThat(node.commit(other).statusCode()).isEqualTo(422);
        assertThat(SimulatedNode.post("/commits", "garbage").statusCode()).isEqualTo(400);
        assertThat(SimulatedNode.post("/commits", java.util.Map.of("surprise", 1))
                        .statusCode())
                .isEqualTo(400);
    }

    private void verdictsAreSigned(TestBroker broker, SimulatedNode node, SimulatedNode silent, long firstEpoch) {
        List<ChallengeVerdictEvent.ProofJudged> judged = broker.seen(ChallengeVerdictEvent.ProofJudged.class);
        assertThat(judged)
                .allSatisfy(verdict -> assertThat(verdict.verdict()
                                .isSignedBy(validator.address(), verdict.signature(), market.domains()))
                        .isTrue());
        assertThat(judged)
                .filteredOn(verdict -> verdict.verdict().nodeId().equals(node.key.nodeId()))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(verdict -> assertThat(verdict.verdict().result()).isEqualTo(ProofResult.PASS));
        assertThat(judged)
                .filteredOn(verdict -> verdict.verdict().nodeId().equals(silent.key.nodeId())
                        && verdict.verdict().epoch() == firstEpoch)
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.verdict().result()).isEqualTo(ProofResult.MISSING);
                    assertThat(verdict.verdict().k()).isZero();
                });
        assertThat(broker.seen(ChallengeRoundEvent.RoundClosed.class))
                .filteredOn(closed -> closed.epoch() == firstEpoch)
                .singleElement()
                .satisfies(closed -> {
                    assertThat(closed.passed()).isEqualTo(1);
                    assertThat(closed.missing()).isEqualTo(1);
                });
        historyIsPagedFromTheNewestOn(node);
    }

    private static void showsNoProofBeforeItsVerdict(SimulatedNode node, RoundEvents.Event round) {
        Response early = PublicProof.get("", epoch(round), node.key.nodeId(), 0);
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.jsonPath().getString("type")).endsWith("/not-judged-yet");
    }

    private void verdictsCanBeRepeatedByAnybody(
            TestBroker broker, SimulatedNode node, SimulatedNode silent, long epoch) {
        PublicProof proof = PublicProof.of("", market, epoch, node.key.nodeId());
        assertThat(proof.isSigned()).isTrue();
        assertThat(proof.isOnRoster()).isTrue();
        assertThat(proof.judgeAgain())
                .isEqualTo(new org.computingpower.power.proof.ProofVerdict.Pass(
                        proof.verdict().k()));
        assertThat(broker.seen(ChallengeVerdictEvent.ProofJudged.class))
                .extracting(ChallengeVerdictEvent.ProofJudged::verdict)
                .contains(proof.verdict());
        for (String receipts : List.of("starts", "commitReceipts", "revealReceipts")) {
            assertThat(proof.signersOf(receipts)).as(receipts).isEqualTo(1);
        }

        PublicProof missing = PublicProof.of("", market, epoch, silent.key.nodeId());
        assertThat(missing.isSigned()).isTrue();
        assertThat(missing.isOnRoster()).isTrue();
        assertThat(missing.verdict().result()).isEqualTo(ProofResult.MISSING);
        assertThat(missing.json().hasNonNull("commit")).isFalse();
        assertThat(missing.signersOf("commitReceipts")).isZero();

        Response stranger =
                PublicProof.get("", epoch, TestMarket.key("stranger").nodeId(), 0);
        assertThat(stranger.statusCode()).isEqualTo(404);
        assertThat(stranger.jsonPath().getString("type")).endsWith("/not-on-roster");
        assertThat(PublicProof.get("", epoch, node.key.nodeId(), 1).statusCode())
                .isEqualTo(404);
        historyStartsAtAnEpoch(node, epoch);
    }

    private static void historyStartsAtAnEpoch(SimulatedNode node, long epoch) {
        JsonNode page = RestAssured.get("/api/challenge/v1/nodes/" + node.key.nodeId() + "/history?upToEpoch=" + epoch)
                .as(JsonNode.class);
        assertThat(page.get("items").get(0).get("epoch").asLong()).isEqualTo(epoch);
        assertThat(RestAssured.get("/api/challenge/v1/nodes/" + node.key.nodeId() + "/history?upToEpoch=-1")
                        .statusCode())
                .isEqualTo(400);
    }

    private static void historyIsPagedFromTheNewestOn(SimulatedNode node) {
        String path = "/api/challenge/v1/nodes/" + node.key.nodeId() + "/history?limit=1";
        JsonNode newest = RestAssured.get(path).as(JsonNode.class);
        JsonNode older = RestAssured.given()
                .queryParam("cursor", newest.get("next").asText())
                .get(path)
                .as(JsonNode.class);
        for (JsonNode page : List.of(newest, older)) {
            assertThat(page.get("items")).hasSize(1);
            JsonNode verdict = page.get("items").get(0);
            assertThat(verdict.get("result").asText()).isEqualTo("PASS");
            assertThat(verdict.get("margin").asInt())
                    .isNotNegative()
                    .isEqualTo(
                            verdict.get("k").asInt() - verdict.get("threshold").asInt());
        }
        assertThat(older.get("items").get(0).get("epoch").asLong())
                .isLessThan(newest.get("items").get(0).get("epoch").asLong());
        assertThat(RestAssured.get(path + "&cursor=nonsense").statusCode()).isEqualTo(400);
        assertThat(RestAssured.get(path + "01").statusCode()).isEqualTo(400);
    }

    private void secretsOpenWhatWasCommitted(RoundEvents stream, RoundEvents.Event round) {
        JsonNode secret = stream.named("beacon-secret").stream()
                .filter(event -> event.data().get("epoch").asLong() == epoch(round))
                .findFirst()
                .orElseThrow()
                .data();
        JsonNode state =
                RestAssured.get("/api/challenge/v1/rounds/" + epoch(round)).as(JsonNode.class);
        assertThat(state.get("secrets").get(0).get("secret").asText())
                .isEqualTo(secret.get("secret").asText());
        assertThat(state.get("round").get("blockNumber").asLong()).isEqualTo(7);
        String lastBut = stream.all().get(stream.all().size() - 2).id();
        try (RoundEvents resumed = new RoundEvents(lastBut)) {
            List<RoundEvents.Event> missed = until(resumed::all, events -> !events.isEmpty());
            assertThat(Long.parseLong(missed.getFirst().id())).isEqualTo(Long.parseLong(lastBut) + 1);
        }
    }

    private void order(SimulatedNode node, TestBroker broker, Rounds rounds, long r0) throws Exception {
        long from = rounds.now() + 2;
        Order terms = TestOrders.terms(node.key.nodeId(), Mode.EXCLUSIVE, 10_000);
        OrderId orderId = terms.orderId();
        broker.publish(changed(rounds, node.key, 2, r0));
        TestOrders.activate(broker, market, terms, node.key, from);
        while (!rounds.isDone(from + 1)) {
            RoundEvents.Event round = rounds.next();
            JsonNode item = node.assignment(epoch(round)).get("items").get(0);
            assertThat(item.get("mode").asText())
                    .isEqualTo(
                            epoch(round) >= from
                                    ? "EXCLUSIVE"
                                    : item.get("mode").asText());
            // The second epoch of the order is left unanswered.
            if (epoch(round) != from + 1) {
                answer(node, rounds, round);
            }
            rounds.done(round);
        }
        TestOrders.end(broker, market, terms, from + 1, CloseReason.TERM_ENDED, Actor.PLATFORM);

        TokenAmount released = TokenAmount.of(TestOrders.PRICE / 2);
        TokenAmount refunded = TokenAmount.of(TestOrders.PRICE - TestOrders.PRICE / 2);
        SettlementBatch wrong = batch(1, from + 1, orderId, TokenAmount.of(TestOrders.PRICE), TokenAmount.ZERO);
        until(rounds::now, epoch -> epoch > from + 1);
        broker.publish(new SettlementBatchEvent.BatchProposed(wrong.batchId(market.domains()), wrong));
        ChallengeCosignatureEvent.BatchRefused refused = until(
                        () -> broker.seen(ChallengeCosignatureEvent.BatchRefused.class), seen -> !seen.isEmpty())
                .getFirst();
        assertThat(refused.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.ours().releasedCum()).isEqualTo(released);
            assertThat(refusal.ours().refundedCum()).isEqualTo(refunded);
        });

        SettlementBatch right = batch(2, from + 1, orderId, released, refunded);
        broker.publish(new SettlementBatchEvent.BatchProposed(right.batchId(market.domains()), right));
        ChallengeCosignatureEvent.BatchCosigned cosigned = until(
                        () -> broker.seen(ChallengeCosignatureEvent.BatchCosigned.class), seen -> !seen.isEmpty())
                .getFirst();
        assertThat(right.isSignedBy(validator.address(), cosigned.signature(), market.domains()))
                .isTrue();
        ownDoor(rounds, orderId, from + 1, right);
    }

    /** The same amounts on request of anybody, signed as a batch of this order alone. */
    private void ownDoor(Rounds rounds, OrderId orderId, long asOfEpoch, SettlementBatch settled) throws Exception {
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
        SimulatedNode node = new SimulatedNode(TestMarket.key("shared node"), market.domains(), ADVERTISED);
        Order terms = TestOrders.terms(node.key.nodeId(), Mode.SHARED, 5_000);
        OrderId orderId = terms.orderId();
        try (TestBroker broker = new TestBroker(bootstrapServers);
                Rounds rounds = new Rounds(market)) {
            long from = rounds.now() + 2;
            broker.publish(new ChainHeadEvent.HeadFinalized(31_337, 7, Bytes32.parse("0x" + "77".repeat(32)), 1));
            broker.publish(changed(rounds, node.key, 1, ADVERTISED));
            TestOrders.activate(broker, market, terms, node.key, from);

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
            answer(node, rounds, round);

            TestOrders.end(broker, market, terms, epoch, CloseReason.USER_CANCELLED, Actor.USER);
            until(rounds::now, current -> current > epoch);
            String money = "/api/challenge/v1/orders/" + orderId + "/settlement?asOfEpoch=" + epoch;
            // The one proven window is released only if its round was an audit; then nothing waits and the order is
            // final.
            if (audit) {
                RestAssured.post(money).then().statusCode(200).body("batch.items[0].isFinal", equalTo(true));
            } else {
                RestAssured.post(money).then().statusCode(409).body("type", endsWith("/nothing-due"));
            }
            assertThat(orderAskedFor(rounds, node)).isEqualTo(orderId);

            broker.publish(new OrderEvent.OrderClosed(
                    orderId, node.key.nodeId(), FinalState.CANCELLED, CloseReason.USER_CANCELLED, Actor.USER, null));
            until(() -> orderAskedFor(rounds, node), OrderId.NONE::equals);
            // It stands in no roster of the other tests.
            broker.publish(TestNodes.unattested(node.key, 2, rounds.now() + 2));
            until(() -> items(rounds, node).isEmpty(), empty -> empty);
        }
    }

    /** For whom the node proves in the last epoch that can be asked about. */
    private static OrderId orderAskedFor(Rounds rounds, SimulatedNode node) {
        return OrderId.parse(items(rounds, node).get(0).get("orderId").asText());
    }

    private static JsonNode items(Rounds rounds, SimulatedNode node) {
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

    @Test
    void receiptsAreSignedOverTheCommit() {
        CommitReceipt receipt = new CommitReceipt(1, Bytes32.ZERO, 5);
        assertThat(receipt.isSignedBy(validator.address(), receipt.sign(validator, market.domains()), market.domains()))
                .isTrue();
    }

    @Test
    void answersProblemsForWhatDoesNotExist() {
        assertThat(RestAssured.get("/api/challenge/v1/rounds/1").statusCode()).isEqualTo(404);
        Response unknown = PublicProof.get("", 1, TestMarket.key("node").nodeId(), 0);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.jsonPath().getString("type")).endsWith("/not-found");
        assertThat(PublicProof.get("", -1, TestMarket.key("node").nodeId(), 0).statusCode())
                .isEqualTo(400);
        assertThat(PublicProof.get("", 1, TestMarket.key("node").nodeId(), 70_000)
                        .statusCode())
                .isEqualTo(400);
        assertThat(RestAssured.get("/api/challenge/v1/nodes/xyz/assignment").statusCode())
                .isEqualTo(400);
        assertThat(RestAssured.get("/q/health/ready").statusCode()).isEqualTo(200);
    }
}
