package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.challenge.it.Rounds.epoch;
import static org.computingpower.challenge.it.Rounds.seed;
import static org.computingpower.challenge.it.Rounds.until;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.ChallengeRoundEvent.RoundClosed;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Rating;
import org.junit.jupiter.api.Test;

/** A node that a validator gets to know: rounds that measure it, verdicts that anybody can repeat, and a rating. */
@QuarkusTest
class RatedNodeIT extends OneValidator {

    @Test
    void ratesANodeByTheRoundsThatItAnswersAndShowsWhyInVerdicts() throws Exception {
        SimulatedNode node = node("node");
        SimulatedNode silent = node("silent");
        enter(0, node, silent);

        // Rounds before the epoch from which the nodes count have an empty roster.
        RoundEvents.Event first = rounds.next();
        while (node.assignment(epoch(first)).get("items").isEmpty()) {
            rounds.done(first);
            first = rounds.next();
        }
        JsonNode item = node.assignment(epoch(first)).get("items").get(0);
        assertThat(item.get("mode").asText()).isEqualTo("CALIBRATION");
        answer(node, first);
        showsNoProofBeforeItsVerdict(node, first);
        refusesWhatIsNotTheNodes(silent, first);
        // Three in a row; one that was missed starts them again.
        while (ratings(node).isEmpty()) {
            answer(node, rounds.next());
        }

        RatingProposed proposed = ratings(node).getFirst();
        Rating rating = proposed.rating();
        assertThat(rating.isSignedBy(validator.address(), proposed.signature(), market.domains()))
                .isTrue();
        assertThat(rating.r0()).isBetween(ADVERTISED / 2, ADVERTISED);
        assertThat(rating.r0()).isLessThan(rating.measuredRate());
        verdictsAreSigned(node, silent, epoch(first));
        historyIsPagedFromTheNewestOn(node);
        historyStartsAtAnEpoch(node, epoch(first));
        verdictsCanBeRepeatedByAnybody(node, silent, epoch(first));
        secretsOpenWhatWasCommitted(rounds.stream(), first);

        leave(node, silent);
    }

    private List<RatingProposed> ratings(SimulatedNode node) {
        return bus.published(RatingProposed.class).stream()
                .filter(proposed -> proposed.rating().nodeId().equals(node.key.nodeId()))
                .toList();
    }

    private void refusesWhatIsNotTheNodes(SimulatedNode node, RoundEvents.Event round) throws Exception {
        SimulatedNode.Solution solution = node.solve(epoch(round), seed(round));
        Commit commit = solution.commit();
        SigningKey foreign = TestMarket.key("foreign");
        Response unsigned = SimulatedNode.post("/commits", Map.of("commit", commit));
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
        assertThat(SimulatedNode.post("/commits", Map.of("surprise", 1)).statusCode())
                .isEqualTo(400);
    }

    private void verdictsAreSigned(SimulatedNode node, SimulatedNode silent, long firstEpoch) {
        List<ProofJudged> judged = bus.published(ProofJudged.class);
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
        assertThat(bus.published(RoundClosed.class))
                .filteredOn(closed -> closed.epoch() == firstEpoch)
                .singleElement()
                .satisfies(closed -> {
                    assertThat(closed.passed()).isEqualTo(1);
                    assertThat(closed.missing()).isEqualTo(1);
                });
    }

    private static void showsNoProofBeforeItsVerdict(SimulatedNode node, RoundEvents.Event round) {
        Response early = PublicProof.get("", epoch(round), node.key.nodeId(), 0);
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.jsonPath().getString("type")).endsWith("/not-judged-yet");
    }

    private void verdictsCanBeRepeatedByAnybody(SimulatedNode node, SimulatedNode silent, long epoch) {
        PublicProof proof = PublicProof.of("", market, epoch, node.key.nodeId());
        assertThat(proof.isSigned()).isTrue();
        assertThat(proof.isOnRoster()).isTrue();
        assertThat(proof.judgeAgain())
                .isEqualTo(new ProofVerdict.Pass(proof.verdict().k()));
        assertThat(bus.published(ProofJudged.class))
                .extracting(ProofJudged::verdict)
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
        assertThat(state.get("round").get("blockNumber").asLong()).isEqualTo(BLOCK);
        String lastBut = stream.all().get(stream.all().size() - 2).id();
        try (RoundEvents resumed = new RoundEvents(lastBut)) {
            List<RoundEvents.Event> missed = until(resumed::all, events -> !events.isEmpty());
            assertThat(Long.parseLong(missed.getFirst().id())).isEqualTo(Long.parseLong(lastBut) + 1);
        }
    }
}
