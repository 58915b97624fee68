package org.computingpower.attestation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.ChainFact.NodeRecorded;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.FactLevel;
import org.computingpower.sgx.dcap.appraise.Decision;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.terms.Bytes32;
import org.junit.jupiter.api.Test;

/** Evidence from submission to verdict. */
@QuarkusTest
class AttestationIT extends RunningValidator {
    @Test
    void judgesEvidenceOnceAndShowsItsBundle() throws Exception {
        // Given a registered node with a record on chain, and a nonce of the service's own
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        TestNode node = client.registered(UUID.randomUUID().toString(), 5);
        client.send(recorded(node, 3, FactLevel.FINAL));
        client.send(recorded(node, 4, FactLevel.SEEN));
        client.register(node, 5);
        assertThat(market.nonce(block, node.nodeKey().nodeId()).toString())
                .isEqualTo(client.nonce(node).getString("nonce"));
        EvidenceSubmitted evidence = node.evidence(market, block);

        // When it is posted, posted again, and delivered twice more
        String evidenceId = client.post(evidence).statusCode(202).extract().path("evidenceId");
        client.post(evidence).statusCode(409).body("type", equalTo("https://computingpower.org/problems/block-used"));
        client.send(evidence);
        client.send(evidence);

        // Then there is one signed verdict
        AttestationJudged judged = client.verdictOn(evidence);
        assertThat(judged.reasons()).isEmpty();
        assertThat(judged.record()).isNotNull();
        assertThat(judged.record().seq()).isEqualTo(4);
        assertThat(judged.record().verifiedAt()).isEqualTo(block.time().getEpochSecond());
        assertThat(judged.record().isSignedBy(Samples.VALIDATOR.address(), judged.signature(), market.domains()))
                .isTrue();
        given().get(AttestationClient.BASE + "/nodes/" + evidence.nodeId())
                .then()
                .statusCode(200)
                .body("decision", equalTo("ACCEPT"))
                .body("evidenceId", equalTo(judged.evidenceId().toString()))
                .body("trustDomain", equalTo("SIMULATED"))
                .body("checks.name", hasItem("platform-unique"));
        EvidenceBundle bundle = client.bundle(evidence, AttestationClient.POLICY);
        assertThat(AttestationClient.checked(bundle, AttestationClient.POLICY).decision())
                .isEqualTo(Decision.ACCEPT);
        assertThat(bundle.grace()).isEmpty();
        assertThat(bundle.expectedReportData()).contains(node.reportData(market, block));

        // And still one after evidence that came later was judged
        FinalizedBlock next = client.block(Duration.ofSeconds(5));
        EvidenceSubmitted later = node.evidence(market, next);
        client.post(later).statusCode(202);
        assertThat(client.verdictOn(later).decision()).isEqualTo(judged.decision());
        assertThat(client.published(AttestationJudged.class))
                .filteredOn(one -> one.nodeId().equals(evidence.nodeId()))
                .hasSize(2);
        assertThat(evidenceId).isNotBlank();
    }

    @Test
    void keepsTheClaimOfTheNewestBlockInWhateverOrderEvidenceComes() {
        FinalizedBlock older = client.block(Duration.ofSeconds(60));
        FinalizedBlock newer = client.block(Duration.ofSeconds(30));
        FinalizedBlock newest = client.block(Duration.ofSeconds(5));
        TestNode node = client.registered(UUID.randomUUID().toString(), 0);
        EvidenceSubmitted first = node.evidence(market, newer);
        EvidenceSubmitted late = node.evidence(market, older);
        client.post(first).statusCode(202);
        assertThat(client.verdictOn(first).reasons()).isEmpty();
        client.post(late).statusCode(202);
        assertThat(client.verdictOn(late).reasons()).isEmpty();
        standsBy(node, first);
        EvidenceSubmitted last = node.evidence(market, newest);
        client.post(last).statusCode(202);
        assertThat(client.verdictOn(last).reasons()).isEmpty();
        standsBy(node, last);
    }

    private static void standsBy(TestNode node, EvidenceSubmitted evidence) {
        given().get(AttestationClient.BASE + "/nodes/" + node.nodeKey().nodeId())
                .then()
                .body(
                        "standing.quoteHash",
                        equalTo(evidence.envelope().evidenceHash().toString()));
    }

    private static NodeRecorded recorded(TestNode node, long seq, FactLevel level) {
        return new NodeRecorded(
                node.nodeKey().nodeId(),
                seq,
                Bytes32.ZERO,
                4_000_000_000L,
                new ChainPosition(
                        31_337, Samples.key(4).address(), 1, Bytes32.ZERO, 1_700_000_000, Bytes32.ZERO, 0, seq, level));
    }

    @Test
    void rejectsATamperedQuoteAndAQuoteOfAnotherNodeWithTheReason() {
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        TestNode node = client.registered(UUID.randomUUID().toString(), 0);
        TestNode thief = client.registered(UUID.randomUUID().toString(), 0);
        byte[] quote = node.quote(Samples.PKI, market, block, EnclaveSpec.simulatedGateway());
        EvidenceSubmitted stolen = thief.evidence(market, block, quote, thief.nodeKey(), Instant.now());
        byte[] tampered = quote.clone();
        tampered[120] ^= 1;
        EvidenceSubmitted changed = node.evidence(market, block, tampered, node.nodeKey(), Instant.now());

        client.post(stolen).statusCode(202);
        client.post(changed).statusCode(202);

        assertThat(client.verdictOn(stolen).reasons())
                .singleElement()
                .asString()
                .startsWith("report-data:");
        assertThat(client.verdictOn(changed).reasons()).contains("quote-signature: INVALID_QUOTE_SIGNATURE (57)");
        given().get(AttestationClient.BASE + "/nodes/" + changed.nodeId())
                .then()
                .body("decision", equalTo("REJECT"))
                .body("reasons[0]", startsWith("quote-signature"));
    }

    @Test
    void refusesOldAndUnknownBlocksForeignKeysAndCallersWithoutTheRole() {
        FinalizedBlock old = client.block(Duration.ofMinutes(61));
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        TestNode node = client.registered(UUID.randomUUID().toString(), 0);

        client.post(node.evidence(market, old))
                .statusCode(422)
                .body("type", AttestationClient.problem("block-too-old"));
        FinalizedBlock unknown = new FinalizedBlock(999_999, block.hash(), block.time());
        client.post(node.evidence(market, unknown))
                .statusCode(422)
                .body("type", AttestationClient.problem("block-not-finalized"));
        byte[] quote = node.quote(Samples.PKI, market, block, EnclaveSpec.simulatedGateway());
        client.post(node.evidence(market, block, quote, TestNode.random().nodeKey(), Instant.now()))
                .statusCode(422)
                .body("type", AttestationClient.problem("envelope-not-signed"))
                .body("signer", equalTo("NODE_KEY"));
        client.as("user-1", "user")
                .body(Map.of())
                .post(AttestationClient.BASE + "/evidence")
                .then()
                .statusCode(403);
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .post(AttestationClient.BASE + "/evidence")
                .then()
                .statusCode(401);
        given().get(AttestationClient.BASE + "/nodes/" + node.nodeKey().nodeId())
                .then()
                .statusCode(404);
        given().get(AttestationClient.BASE + "/nonce?nodeId=42").then().statusCode(400);
    }

    @Test
    void admitsNothingThatTheNodeDidNotSignAndKeepsItsBlockFree() {
        // Given evidence with the signature of a stranger, published past every validator
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        TestNode node = client.registered(UUID.randomUUID().toString(), 0);
        EvidenceSubmitted genuine = node.evidence(market, block);
        EvidenceSubmitted forged =
                node.evidence(market, block, genuine.quote(), TestNode.random().nodeKey(), Instant.now());
        client.send(forged);

        // When the node's own evidence over the same block is published after it
        client.send(genuine);

        // Then that one is judged, and the forged one never
        assertThat(client.verdictOn(genuine).evidenceId()).isEqualTo(genuine.evidenceId());
        assertThat(client.published(AttestationJudged.class))
                .extracting(AttestationJudged::evidenceId)
                .doesNotContain(forged.evidenceId());
    }

    @Test
    void letsOneStakedNodeStandForAPlatform() {
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        String platform = UUID.randomUUID().toString();
        TestNode first = client.registered(platform, 5);
        TestNode second = client.registered(platform, 5);
        EvidenceSubmitted firstEvidence = first.evidence(market, block);
        EvidenceSubmitted secondEvidence = second.evidence(market, block);

        client.post(firstEvidence).statusCode(202);
        assertThat(client.verdictOn(firstEvidence).reasons()).isEmpty();
        client.post(secondEvidence).statusCode(202);

        assertThat(client.verdictOn(secondEvidence).reasons())
                .singleElement()
                .asString()
                .startsWith("platform-unique:");
    }

    @Test
    void rejectsANodeThatNobodyRegisteredOnceItsPatienceEnds() {
        // Given a quote of a platform family that nobody has asked for yet
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        TestNode node = TestNode.random();
        byte[] quote = Samples.PKI
                .platform(SimulatedMarket.family("53494d0000d1"))
                .sgxQuote(EnclaveSpec.simulatedGateway(), node.reportData(market, block));
        EvidenceSubmitted evidence = node.evidence(market, block, quote, node.nodeKey(), Instant.now());
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        SimulatedMarket.serve(exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        try {
            // When it comes for a node that nobody registered
            client.post(evidence).statusCode(202);

            // Then it is rejected once the patience ends, and nothing was fetched for it
            assertThat(client.verdictOn(evidence).reasons())
                    .containsExactly(
                            "node-registered: the node is not registered",
                            "collateral: none is fetched for a node that is not registered");
            assertThat(asked).noneMatch(uri -> uri.contains("53494d0000d1"));
        } finally {
            SimulatedMarket.serve(TcbScenario.upToDate());
        }
    }
}
