package org.computingpower.attestation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.attestation.application.Collaterals;
import org.computingpower.attestation.application.ReappraiseNodes;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.Market;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.AttestationVerdictEvent.AttestationStatusChanged;
import org.computingpower.events.ChainFact.NodeRecorded;
import org.computingpower.events.ChainHeadEvent.HeadFinalized;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.FactLevel;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.SignedBy;
import org.computingpower.events.StakeStatus;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.Decision;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;
import org.computingpower.sgx.dcap.appraise.EvidenceChecker;
import org.computingpower.sgx.dcap.appraise.EvidenceReport;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.PolicyActivation;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value =
                                "attestation.evidence.v1,attestation.verdicts.v1,registry.nodes.v1,registry.policies.v1,chain.heads.v1,chain.facts.v1"))
@WithTestResource(SimulatedMarket.class)
class AttestationIT {
    private static final String BASE = "/api/attestation/v1";
    private static final Policy POLICY = Samples.policyOf(Samples.PKI, 1).build();
    private static final AtomicLong BLOCKS = new AtomicLong(1000);

    private final TokenSigner tokens = SharedInfrastructure.tokens();
    private FactSender facts;
    private FactReader verdicts;

    @Inject
    Market market;

    @Inject
    Collaterals collaterals;

    @Inject
    ReappraiseNodes reappraisal;

    @Inject
    Pool pool;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeEach
    void open() {
        facts = new FactSender(bootstrapServers);
        verdicts = new FactReader(bootstrapServers, "attestation.verdicts.v1");
        activate(POLICY);
    }

    private void activate(Policy policy) {
        PolicyActivation activation = Samples.activation(policy);
        facts.send(new PolicyActivated(
                Samples.document(policy),
                activation,
                List.of(new SignedBy(
                        Samples.VALIDATOR.address(), activation.sign(Samples.VALIDATOR, market.domains())))));
    }

    @AfterEach
    void close() {
        facts.close();
        verdicts.close();
    }

    private RequestSpecification as(String subject, String... roles) {
        return given().auth()
                .oauth2(tokens.token(subject, roles))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON);
    }

    /** Finalizes a block and waits until it is known. */
    private FinalizedBlock block(Duration age) {
        long number = BLOCKS.incrementAndGet();
        FinalizedBlock block = new FinalizedBlock(
                number,
                Digests.sha256(Long.toString(number).getBytes(StandardCharsets.US_ASCII)),
                Instant.ofEpochSecond(Instant.now().minus(age).getEpochSecond()));
        facts.send(new HeadFinalized(
                market.chainId(), number, block.hash(), block.time().getEpochSecond()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().queryParam("nodeId", Bytes32.ZERO.toString())
                                        .get(BASE + "/nonce")
                                        .statusCode()
                                == 200
                        && nonce(TestNode.random()).getLong("blockNumber") >= number);
        return block;
    }

    private static JsonPath nonce(TestNode node) {
        return given().queryParam("nodeId", node.nodeKey().nodeId().toString())
                .get(BASE + "/nonce")
                .jsonPath();
    }

    private TestNode registered(String platform, long stake) {
        TestNode node = TestNode.onPlatform(platform);
        facts.send(changed(node, stake));
        return node;
    }

    private static NodeChanged changed(TestNode node, long stake) {
        return new NodeChanged(
                node.nodeKey().nodeId(),
                node.nodeKey().verifyingKey().toString(),
                UUID.randomUUID(),
                "provider",
                node.wallet().address(),
                node.wallet().address(),
                node.wallet().address(),
                "https://127.0.0.1:8160",
                "eu-1",
                List.of(),
                null,
                null,
                NodeLifecycle.VERIFYING,
                new NodeAttestation(AttestationFacet.NONE, null, null, null, null, null, null),
                new NodeStake(
                        StakeStatus.NONE, TokenAmount.of(stake), TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.of(1)),
                new NodePower(PowerStatus.UNRATED, 0, 0),
                List.of(),
                false,
                1,
                1);
    }

    private ValidatableResponse post(EvidenceSubmitted evidence) {
        Map<String, Object> body = new HashMap<>();
        body.put("nodeId", evidence.nodeId());
        body.put("nodePublicKey", evidence.nodePublicKey());
        body.put("provider", evidence.provider());
        body.put("stakeAccount", evidence.stakeAccount());
        body.put("payee", evidence.payee());
        body.put("hpkePublicKey", evidence.hpkePublicKey());
        body.put("tlsSpkiSha256", evidence.tlsSpkiSha256());
        body.put("blockNumber", evidence.blockNumber());
        body.put("quote", evidence.quote());
        body.put("envelope", evidence.envelope());
        body.put("nodeSignature", evidence.nodeSignature());
        body.put("stakeSignature", evidence.stakeSignature());
        return as("provider-1", "provider").body(body).post(BASE + "/evidence").then();
    }

    private AttestationJudged verdictOn(EvidenceSubmitted evidence) {
        return verdicts.await(
                AttestationJudged.class,
                judged -> judged.nodeId().equals(evidence.nodeId())
                        && evidence.envelope()
                                .evidenceHash()
                                .equals(
                                        judged.record() != null
                                                ? judged.record().quoteHash()
                                                : java.util.Objects.requireNonNull(judged.refusal())
                                                        .quoteHash()));
    }

    @Test
    void judgesEvidenceOnceAndShowsItsBundle() throws Exception {
        // Given a registered node with a record on chain, and a nonce of the service's own
        FinalizedBlock block = block(Duration.ofSeconds(30));
        TestNode node = registered(UUID.randomUUID().toString(), 5);
        facts.send(recorded(node, 3, FactLevel.FINAL));
        facts.send(recorded(node, 4, FactLevel.SEEN));
        facts.send(changed(node, 5));
        assertThat(market.nonce(block, node.nodeKey().nodeId()).toString())
                .isEqualTo(nonce(node).getString("nonce"));
        EvidenceSubmitted evidence = node.evidence(market, block);

        // When it is posted, posted again, and delivered twice more
        String evidenceId = post(evidence).statusCode(202).extract().path("evidenceId");
        post(evidence).statusCode(409).body("type", equalTo("https://computingpower.org/problems/block-used"));
        facts.send(evidence);
        facts.send(evidence);

        // Then there is one signed verdict
        AttestationJudged judged = verdictOn(evidence);
        assertThat(judged.reasons()).isEmpty();
        assertThat(judged.record()).isNotNull();
        assertThat(judged.record().seq()).isEqualTo(4);
        assertThat(judged.record().verifiedAt()).isEqualTo(block.time().getEpochSecond());
        assertThat(judged.record().isSignedBy(Samples.VALIDATOR.address(), judged.signature(), market.domains()))
                .isTrue();
        given().get(BASE + "/nodes/" + evidence.nodeId())
                .then()
                .statusCode(200)
                .body("decision", equalTo("ACCEPT"))
                .body("evidenceId", equalTo(judged.evidenceId().toString()))
                .body("trustDomain", equalTo("SIMULATED"))
                .body("checks.name", hasItem("platform-unique"));
        EvidenceBundle bundle = bundle(evidence, POLICY);
        assertThat(checked(bundle, POLICY).decision()).isEqualTo(Decision.ACCEPT);
        assertThat(bundle.grace()).isEmpty();
        assertThat(bundle.expectedReportData()).contains(node.reportData(market, block));

        // And still one after evidence that came later was judged
        FinalizedBlock next = block(Duration.ofSeconds(5));
        EvidenceSubmitted later = node.evidence(market, next);
        post(later).statusCode(202);
        assertThat(verdictOn(later).decision()).isEqualTo(judged.decision());
        assertThat(verdicts.all(AttestationJudged.class))
                .filteredOn(one -> one.nodeId().equals(evidence.nodeId()))
                .hasSize(2);
        assertThat(evidenceId).isNotBlank();
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
        FinalizedBlock block = block(Duration.ofSeconds(30));
        TestNode node = registered(UUID.randomUUID().toString(), 0);
        TestNode thief = registered(UUID.randomUUID().toString(), 0);
        byte[] quote = node.quote(Samples.PKI, market, block, EnclaveSpec.simulatedGateway());
        EvidenceSubmitted stolen = thief.evidence(market, block, quote, thief.nodeKey(), Instant.now());
        byte[] tampered = quote.clone();
        tampered[120] ^= 1;
        EvidenceSubmitted changed = node.evidence(market, block, tampered, node.nodeKey(), Instant.now());

        post(stolen).statusCode(202);
        post(changed).statusCode(202);

        assertThat(verdictOn(stolen).reasons()).singleElement().asString().startsWith("report-data:");
        assertThat(verdictOn(changed).reasons()).contains("quote-signature: INVALID_QUOTE_SIGNATURE (57)");
        given().get(BASE + "/nodes/" + changed.nodeId())
                .then()
                .body("decision", equalTo("REJECT"))
                .body("reasons[0]", startsWith("quote-signature"));
    }

    @Test
    void refusesOldAndUnknownBlocksForeignKeysAndCallersWithoutTheRole() {
        FinalizedBlock old = block(Duration.ofMinutes(61));
        FinalizedBlock block = block(Duration.ofSeconds(30));
        TestNode node = registered(UUID.randomUUID().toString(), 0);

        post(node.evidence(market, old)).statusCode(422).body("type", problem("block-too-old"));
        FinalizedBlock unknown = new FinalizedBlock(999_999, block.hash(), block.time());
        post(node.evidence(market, unknown)).statusCode(422).body("type", problem("block-not-finalized"));
        byte[] quote = node.quote(Samples.PKI, market, block, EnclaveSpec.simulatedGateway());
        post(node.evidence(market, block, quote, TestNode.random().nodeKey(), Instant.now()))
                .statusCode(422)
                .body("type", problem("envelope-not-signed"))
                .body("signer", equalTo("NODE_KEY"));
        as("user-1", "user").body(Map.of()).post(BASE + "/evidence").then().statusCode(403);
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .post(BASE + "/evidence")
                .then()
                .statusCode(401);
        given().get(BASE + "/nodes/" + node.nodeKey().nodeId()).then().statusCode(404);
        given().get(BASE + "/nonce?nodeId=42").then().statusCode(400);
    }

    private static org.hamcrest.Matcher<String> problem(String slug) {
        return equalTo("https://computingpower.org/problems/" + slug);
    }

    @Test
    void admitsNothingThatTheNodeDidNotSignAndKeepsItsBlockFree() {
        // Given evidence with the signature of a stranger, published past every validator
        FinalizedBlock block = block(Duration.ofSeconds(30));
        TestNode node = registered(UUID.randomUUID().toString(), 0);
        EvidenceSubmitted genuine = node.evidence(market, block);
        EvidenceSubmitted forged =
                node.evidence(market, block, genuine.quote(), TestNode.random().nodeKey(), Instant.now());
        facts.send(forged);

        // When the node's own evidence over the same block is published after it
        facts.send(genuine);

        // Then that one is judged, and the forged one never
        assertThat(verdictOn(genuine).evidenceId()).isEqualTo(genuine.evidenceId());
        assertThat(verdicts.all(AttestationJudged.class))
                .extracting(AttestationJudged::evidenceId)
                .doesNotContain(forged.evidenceId());
    }

    @Test
    void letsOneStakedNodeStandForAPlatform() {
        FinalizedBlock block = block(Duration.ofSeconds(30));
        String platform = UUID.randomUUID().toString();
        TestNode first = registered(platform, 5);
        TestNode second = registered(platform, 5);
        EvidenceSubmitted firstEvidence = first.evidence(market, block);
        EvidenceSubmitted secondEvidence = second.evidence(market, block);

        post(firstEvidence).statusCode(202);
        assertThat(verdictOn(firstEvidence).reasons()).isEmpty();
        post(secondEvidence).statusCode(202);

        assertThat(verdictOn(secondEvidence).reasons())
                .singleElement()
                .asString()
                .startsWith("platform-unique:");
    }

    @Test
    void rejectsANodeThatNobodyRegisteredOnceItsPatienceEnds() {
        FinalizedBlock block = block(Duration.ofSeconds(30));
        EvidenceSubmitted evidence = TestNode.random().evidence(market, block);

        post(evidence).statusCode(202);

        assertThat(verdictOn(evidence).reasons()).containsExactly("node-registered: the node is not registered");
    }

    @Test
    void findsANodeOutdatedAfterATcbRecoveryAndSaysSoOnce() {
        // Given a node of a platform family of its own that was accepted
        PlatformSpec spec = PlatformSpec.named(UUID.randomUUID().toString()).withFmspc(Bytes.ofHex("53494d0000b1"));
        FinalizedBlock block = block(Duration.ofSeconds(30));
        TestNode node = registered(spec.name(), 5);
        byte[] quote =
                Samples.PKI.platform(spec).sgxQuote(EnclaveSpec.simulatedGateway(), node.reportData(market, block));
        EvidenceSubmitted evidence = node.evidence(market, block, quote, node.nodeKey(), Instant.now());
        SimulatedMarket.serve(spec, TcbScenario.upToDate());
        forgetRecoveries();
        post(evidence).statusCode(202);
        assertThat(verdictOn(evidence).reasons()).isEmpty();

        // When collateral of a TCB recovery is fetched
        SimulatedMarket.serve(spec, TcbScenario.upToDate().afterTcbRecovery("SIM-SA-1"));
        pool.query("update collateral set refresh_at = now() - interval '1 second' where fmspc = '53494d0000b1'")
                .executeAndAwait();
        assertThat(collaterals.refreshDue().await().atMost(Duration.ofSeconds(30)))
                .hasSize(1);
        SimulatedMarket.serve(TcbScenario.upToDate().withTcbEvaluationDataNumber(2));

        // Then the node's status changes, signed, with the reason, and only once
        AttestationStatusChanged changed = verdicts.await(
                AttestationStatusChanged.class, event -> event.nodeId().equals(evidence.nodeId()));
        assertThat(changed.status().oldStatus()).isEqualTo(AttestationFacet.VALID);
        assertThat(changed.status().newStatus()).isEqualTo(AttestationFacet.TCB_OUTDATED);
        assertThat(changed.tcbEvaluationDataNumber()).isEqualTo(2);
        assertThat(changed.reason()).startsWith("tcb-status: OutOfDate");
        assertThat(changed.status().isSignedBy(Samples.VALIDATOR.address(), changed.signature(), market.domains()))
                .isTrue();
        reappraisal.reappraiseDue().await().atMost(Duration.ofSeconds(30));
        given().get(BASE + "/nodes/" + evidence.nodeId())
                .then()
                .body("decision", equalTo("ACCEPT"))
                .body("standing.status", equalTo("TCB_OUTDATED"));
        assertThat(verdicts.all(AttestationStatusChanged.class))
                .filteredOn(event -> event.nodeId().equals(evidence.nodeId()))
                .hasSize(1);
    }

    @Test
    void judgesAgainUnderANewPolicyAndGivesOutWhatItsGraceRestsOn() throws Exception {
        // Given an accepted node whose platform went out of date
        PlatformSpec spec = PlatformSpec.named(UUID.randomUUID().toString()).withFmspc(Bytes.ofHex("53494d0000b2"));
        FinalizedBlock block = block(Duration.ofSeconds(30));
        TestNode node = registered(spec.name(), 5);
        byte[] quote =
                Samples.PKI.platform(spec).sgxQuote(EnclaveSpec.simulatedGateway(), node.reportData(market, block));
        EvidenceSubmitted evidence = node.evidence(market, block, quote, node.nodeKey(), Instant.now());
        SimulatedMarket.serve(spec, TcbScenario.upToDate());
        forgetRecoveries();
        post(evidence).statusCode(202);
        assertThat(verdictOn(evidence).reasons()).isEmpty();
        SimulatedMarket.serve(spec, TcbScenario.upToDate().afterTcbRecovery("SIM-SA-1"));
        pool.query("update collateral set refresh_at = now() - interval '1 second' where fmspc = '53494d0000b2'")
                .executeAndAwait();
        collaterals.refreshDue().await().atMost(Duration.ofSeconds(30));
        SimulatedMarket.serve(TcbScenario.upToDate().withTcbEvaluationDataNumber(2));
        changed(evidence, AttestationFacet.VALID, AttestationFacet.TCB_OUTDATED);

        // When a policy with a grace is activated
        Policy patient = Samples.policyOf(Samples.PKI, 2)
                .outOfDateGrace(Duration.ofDays(3_650))
                .build();
        activate(patient);

        // Then the same quote is good again, and anybody can see offline why
        AttestationStatusChanged change = changed(evidence, AttestationFacet.TCB_OUTDATED, AttestationFacet.VALID);
        assertThat(change.reason()).contains("OutOfDate", "policy 2");
        EvidenceReport report = checked(bundle(evidence, patient), patient);
        assertThat(report.decision()).isEqualTo(Decision.ACCEPT_WITH_WARNINGS);
        assertThat(report.checks())
                .filteredOn(check -> check.outcome() != Check.Outcome.PASS)
                .extracting(Check::name)
                .containsExactly("last-accepted", "tcb-status");
        EvidenceReport underTheFirst = checked(bundle(evidence, POLICY), POLICY);
        assertThat(underTheFirst.decision()).isEqualTo(Decision.REJECT);
        assertThat(underTheFirst.checks())
                .filteredOn(check -> check.outcome() == Check.Outcome.FAIL)
                .extracting(Check::name)
                .containsExactly("tcb-status");
        given().get(BASE + "/nodes/" + evidence.nodeId() + "/bundle?policyHash=" + Bytes32.ZERO)
                .then()
                .statusCode(404);
        given().get(BASE + "/nodes/" + evidence.nodeId() + "/bundle?policyHash=42")
                .then()
                .statusCode(400);

        // And no longer once a policy without it is activated
        activate(Samples.policyOf(Samples.PKI, 3).build());
        AttestationStatusChanged last = verdicts.await(
                AttestationStatusChanged.class,
                event -> event.nodeId().equals(evidence.nodeId())
                        && event.reason().endsWith("policy 3"));
        assertThat(last.status().newStatus()).isEqualTo(AttestationFacet.TCB_OUTDATED);
    }

    /** Lets tests begin with the lowest number again, which the service itself never does. */
    private void forgetRecoveries() {
        pool.query("delete from collateral where tee = 'SGX' and tcb_evaluation_number > 1")
                .executeAndAwait();
    }

    private AttestationStatusChanged changed(EvidenceSubmitted evidence, AttestationFacet from, AttestationFacet to) {
        AttestationStatusChanged event = verdicts.await(
                AttestationStatusChanged.class,
                changed -> changed.nodeId().equals(evidence.nodeId())
                        && changed.status().oldStatus() == from
                        && changed.status().newStatus() == to);
        assertThat(event.status().isSignedBy(Samples.VALIDATOR.address(), event.signature(), market.domains()))
                .isTrue();
        return event;
    }

    private static EvidenceBundle bundle(EvidenceSubmitted evidence, Policy policy) throws JsonFormatException {
        String hash = "0x" + Sha256.of(policy.toDocument()).hex();
        return EvidenceBundle.parse(
                Bytes.copyOf(given().get(BASE + "/nodes/" + evidence.nodeId() + "/bundle?policyHash=" + hash)
                        .asByteArray()));
    }

    private static EvidenceReport checked(EvidenceBundle bundle, Policy policy) {
        return new EvidenceChecker(Samples.PKI.trustRoot(), Sha256.of(policy.toDocument()), Duration.ofHours(1))
                .check(bundle, Instant.now());
    }

    @Test
    void signsOneDocumentPerPolicyVersionForTheOperatorOnly() {
        Policy second = Samples.policyOf(Samples.PKI, 2).build();
        Policy other =
                Samples.policyOf(Samples.PKI, 2).minTcbEvaluationDataNumber(1).build();
        String signature = sign(second).statusCode(201).extract().path("signature");
        assertThat(Samples.activation(second)
                        .isSignedBy(Samples.VALIDATOR.address(), Signature.parse(signature), market.domains()))
                .isTrue();
        sign(second).statusCode(201).body("signature", equalTo(signature));
        sign(other).statusCode(409).body("type", problem("policy-version-signed"));
        PolicyActivation unparsable =
                new PolicyActivation(1, 3, Digests.sha256("{}".getBytes(StandardCharsets.UTF_8)), 0);
        as("operator", "operator")
                .body(Map.of("document", "{}", "activation", unparsable))
                .post(BASE + "/policies/signatures")
                .then()
                .statusCode(422)
                .body("type", problem("policy-not-signable"));
        as("provider-1", "provider")
                .body(Map.of("document", "{}", "activation", unparsable))
                .post(BASE + "/policies/signatures")
                .then()
                .statusCode(403);
    }

    private ValidatableResponse sign(Policy policy) {
        return as("operator", "operator")
                .body(Map.of("document", Samples.document(policy), "activation", Samples.activation(policy)))
                .post(BASE + "/policies/signatures")
                .then();
    }

    @Test
    void showsCollateralToValidatorsAndOperatorsOnly() {
        as("user-1", "user").get(BASE + "/collateral").then().statusCode(403);
        as("operator", "operator").get(BASE + "/collateral").then().statusCode(200);
    }
}
