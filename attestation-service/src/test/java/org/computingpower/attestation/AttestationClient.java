package org.computingpower.attestation;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.Market;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.ChainHeadEvent.HeadFinalized;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.SignedBy;
import org.computingpower.events.StakeStatus;
import org.computingpower.events.Topic;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;
import org.computingpower.sgx.dcap.appraise.EvidenceChecker;
import org.computingpower.sgx.dcap.appraise.EvidenceReport;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.PolicyActivation;
import org.hamcrest.Matcher;

/** The service as others see it: facts that it reads, its REST interface, and facts that it publishes. */
final class AttestationClient implements AutoCloseable {
    static final String BASE = "/api/attestation/v1";

    /** The policy that is in force unless a test activates another. */
    static final Policy POLICY = Samples.policyOf(Samples.PKI, 1).build();

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final AtomicLong LAST_BLOCK = new AtomicLong();

    private final TokenSigner tokens = SharedInfrastructure.tokens();
    private final Market market;
    private final MarketBus bus;

    /** Reads what the service publishes on {@code topic}. */
    AttestationClient(Market market, String bootstrapServers, Topic topic) {
        this.market = market;
        this.bus = new MarketBus(bootstrapServers, topic.topicName());
    }

    /** Lets another service publish a fact. */
    void send(MarketEvent fact) {
        bus.tell(fact);
    }

    /** What the service published so far. */
    <T extends MarketEvent> List<T> published(Class<T> type) {
        return bus.published(type);
    }

    /** The first such fact that the service published or is about to. */
    <T extends MarketEvent> T published(Class<T> type, Predicate<T> matches) {
        return await().atMost(DEADLINE)
                .until(() -> published(type).stream().filter(matches).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** A caller with these roles, with a key for one command. */
    RequestSpecification as(String subject, String... roles) {
        return given().auth()
                .oauth2(token(subject, roles))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON);
    }

    String token(String subject, String... roles) {
        return tokens.token(subject, roles);
    }

    void activate(Policy policy) {
        PolicyActivation activation = Samples.activation(policy);
        send(new PolicyActivated(
                Samples.document(policy),
                activation,
                List.of(new SignedBy(
                        Samples.VALIDATOR.address(), activation.sign(Samples.VALIDATOR, market.domains())))));
    }

    /** Finalizes a block and waits until it is known. */
    FinalizedBlock block(Duration age) {
        // By the clock, so that blocks of a later test class are later blocks.
        long number =
                LAST_BLOCK.updateAndGet(last -> Math.max(last + 1, Instant.now().toEpochMilli()));
        FinalizedBlock block = new FinalizedBlock(
                number,
                Digests.keccak256OfText(Long.toString(number)),
                Instant.ofEpochSecond(Instant.now().minus(age).getEpochSecond()));
        send(new HeadFinalized(
                market.chainId(), number, block.hash(), block.time().getEpochSecond()));
        await().atMost(DEADLINE)
                .until(() -> given().queryParam("nodeId", Bytes32.ZERO.toString())
                                        .get(BASE + "/nonce")
                                        .statusCode()
                                == 200
                        && nonce(TestNode.random()).getLong("blockNumber") >= number);
        return block;
    }

    JsonPath nonce(TestNode node) {
        return given().queryParam("nodeId", node.nodeKey().nodeId().toString())
                .get(BASE + "/nonce")
                .jsonPath();
    }

    /** A node on that platform that the registry knows, with {@code stake} base units staked. */
    TestNode registered(String platform, long stake) {
        TestNode node = TestNode.onPlatform(platform);
        register(node, stake);
        return node;
    }

    void register(TestNode node, long stake) {
        send(new NodeChanged(
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
                1,
                null));
    }

    /** Hands evidence in. */
    ValidatableResponse post(EvidenceSubmitted evidence) {
        return as("provider-1", "provider")
                .body(body(evidence))
                .post(BASE + "/evidence")
                .then();
    }

    /** The request that hands evidence in. */
    static Map<String, Object> body(EvidenceSubmitted evidence) {
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
        return body;
    }

    /** The verdict on this evidence, published or still to come. */
    AttestationJudged verdictOn(EvidenceSubmitted evidence) {
        Bytes32 quoteHash = evidence.envelope().evidenceHash();
        return published(
                AttestationJudged.class,
                judged -> judged.nodeId().equals(evidence.nodeId()) && quoteHash.equals(quoteHash(judged)));
    }

    private static Bytes32 quoteHash(AttestationJudged judged) {
        return judged.record() != null
                ? judged.record().quoteHash()
                : Objects.requireNonNull(judged.refusal()).quoteHash();
    }

    /** The bundle of the node's last accepted evidence under {@code policy}. */
    EvidenceBundle bundle(EvidenceSubmitted evidence, Policy policy) throws JsonFormatException {
        String hash = "0x" + Sha256.of(policy.toDocument()).hex();
        return EvidenceBundle.parse(
                Bytes.copyOf(given().get(BASE + "/nodes/" + evidence.nodeId() + "/bundle?policyHash=" + hash)
                        .asByteArray()));
    }

    /** What a reader finds in a bundle without asking anybody. */
    static EvidenceReport checked(EvidenceBundle bundle, Policy policy) {
        return new EvidenceChecker(Samples.PKI.trustRoot(), Sha256.of(policy.toDocument()), Duration.ofHours(1))
                .check(bundle, Instant.now());
    }

    /** Matches the type of a problem. */
    static Matcher<String> problem(String slug) {
        return equalTo("https://computingpower.org/problems/" + slug);
    }

    @Override
    public void close() {
        bus.close();
    }
}
