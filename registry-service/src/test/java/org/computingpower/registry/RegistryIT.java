package org.computingpower.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.events.Actor;
import org.computingpower.events.AttestationDecision;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.AttestationVerdictEvent.AttestationStatusChanged;
import org.computingpower.events.ChainFact.StakeChanged;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.ChallengeVerdictEvent.ProofStatistics;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.events.CloseReason;
import org.computingpower.events.FactLevel;
import org.computingpower.events.FinalState;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.OrderEvent.OrderQuoted;
import org.computingpower.events.PowerStatus;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.power.statistics.Availability;
import org.computingpower.registry.application.Market;
import org.computingpower.registry.application.NodeStore;
import org.computingpower.registry.application.StatementStore;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.NodePossession;
import org.computingpower.terms.key.SignInMessage;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationStatus;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.Rating;
import org.computingpower.terms.signed.TcbStatus;
import org.computingpower.terms.signed.TeeType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value =
                                "registry.accounts.v1,registry.nodes.v1,registry.policies.v1,attestation.verdicts.v1,challenge.verdicts.v1,chain.facts.v1,order.orders.v1"))
class RegistryIT {
    private static final String BASE = "/api/registry/v1";
    private static final List<SigningKey> VALIDATORS = List.of(key(1), key(2), key(3));

    private final TokenSigner tokens = SharedInfrastructure.tokens();
    private final SecureRandom random = new SecureRandom();

    @Inject
    Market market;

    @Inject
    NodeStore nodes;

    @Inject
    StatementStore statements;

    @Inject
    Pool pool;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private static SigningKey key(int scalar) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) scalar;
        return SigningKey.of(Bytes32.of(bytes));
    }

    private RequestSpecification as(String subject, String... roles) {
        return given().auth()
                .oauth2(tokens.token(subject, roles))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON);
    }

    private record Provider(String subject, SigningKey wallet) {}

    private Provider provider() {
        Provider provider = new Provider("provider-" + UUID.randomUUID(), SigningKey.generate(random));
        as(provider.subject(), "provider")
                .body(Map.of("role", "PROVIDER"))
                .post(BASE + "/accounts")
                .then()
                .statusCode(201);
        bind(provider, signIn(provider, "127.0.0.1:8100", 31_337)).statusCode(201);
        return provider;
    }

    private SignInMessage signIn(Provider provider, String domain, long chainId) {
        var nonce = as(provider.subject(), "provider")
                .post(BASE + "/wallets/nonces")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new SignInMessage(
                domain,
                provider.wallet().address(),
                nonce.getString("statement"),
                URI.create(nonce.getString("uri")),
                chainId,
                nonce.getString("nonce"),
                Instant.parse(nonce.getString("issuedAt")),
                Instant.parse(nonce.getString("expirationTime")));
    }

    private ValidatableResponse bind(Provider provider, SignInMessage message) {
        return as(provider.subject(), "provider")
                .body(Map.of(
                        "message", message.text(),
                        "signature", provider.wallet().sign(message.digest()).toString()))
                .post(BASE + "/wallets")
                .then();
    }

    private ValidatableResponse register(Provider provider, SigningKey nodeKey, SigningKey signer, String subject) {
        return register(provider, nodeKey, signer, subject, List.of(device(0, "CPU", "EPYC", 100)));
    }

    private static Map<String, Object> device(int index, String kind, String model, long rate) {
        return Map.of("device", index, "kind", kind, "model", model, "advertisedRate", rate);
    }

    private ValidatableResponse register(
            Provider provider,
            SigningKey nodeKey,
            SigningKey signer,
            String subject,
            List<Map<String, Object>> devices) {
        return register(registration(provider, nodeKey, signer, devices), subject);
    }

    private ValidatableResponse register(Map<String, Object> registration, String subject) {
        return as(subject, "provider").body(registration).post(BASE + "/nodes").then();
    }

    private static Map<String, Object> registration(
            Provider provider, SigningKey nodeKey, SigningKey signer, List<Map<String, Object>> devices) {
        return Map.of(
                "publicKey", nodeKey.verifyingKey().toString(),
                "gatewayOrigin", "https://127.0.0.1:8160",
                "stakeAccount", provider.wallet().address().toString(),
                "payee", provider.wallet().address().toString(),
                "region", "eu-1",
                "devices", devices,
                "possession",
                        NodePossession.prove(signer, provider.wallet().address())
                                .toString());
    }

    @Test
    void showsThePartThatANodeKeepsForItsSolver() {
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        Map<String, Object> registration =
                new HashMap<>(registration(provider, nodeKey, nodeKey, List.of(device(0, "CPU", "EPYC", 100))));
        for (int outside : new int[] {0, 10_000}) {
            registration.put("sharedPhiBps", outside);
            register(registration, provider.subject()).statusCode(400);
        }
        registration.put("sharedPhiBps", 2_500);
        register(registration, provider.subject()).statusCode(201).body("sharedPhiBps", equalTo(2_500));
        given().get(BASE + "/nodes/" + nodeKey.nodeId()).then().body("sharedPhiBps", equalTo(2_500));
    }

    @Test
    void changesThePartThatANodeKeepsWhileNoOrderRestsOnIt() {
        // Given a node that orders have alone
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(201);
        operate(provider, nodeKey, Map.of("sharedPhiBps", 10_000)).statusCode(400);
        operate(provider, nodeKey, Map.of("sharedPhiBps", -1)).statusCode(400);
        operate(provider(), nodeKey, Map.of("sharedPhiBps", 2_500)).statusCode(404);
        // When its provider shares it, the market is told
        operate(provider, nodeKey, Map.of("sharedPhiBps", 2_500))
                .statusCode(200)
                .body("sharedPhiBps", equalTo(2_500));
        OrderId order = new OrderId(nodeKey.nodeId().value());
        try (FactSender facts = new FactSender(bootstrapServers)) {
            // Then not while an order is open, from its quote on, but everything else may change
            facts.sendVersioned(1, quoted(order, provider, nodeKey));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            nodes.hasOpenOrder(pool, nodeKey.nodeId()).await().atMost(Duration.ofSeconds(5)));
            for (int part : new int[] {2_501, 0}) {
                operate(provider, nodeKey, Map.of("sharedPhiBps", part, "maintenance", true))
                        .statusCode(409)
                        .body("type", equalTo("https://computingpower.org/problems/node-in-use"));
            }
            operate(provider, nodeKey, Map.of("sharedPhiBps", 2_500, "maintenance", true))
                    .statusCode(200)
                    .body("missing", hasItem("MAINTENANCE"));
            facts.sendVersioned(2, expired(order, nodeKey));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> operate(provider, nodeKey, Map.of("sharedPhiBps", 0))
                            .statusCode(200)
                            .body("sharedPhiBps", nullValue()));
        }
        given().get(BASE + "/nodes/" + nodeKey.nodeId())
                .then()
                .body("sharedPhiBps", nullValue())
                .body("missing", hasItem("MAINTENANCE"));
    }

    private ValidatableResponse operate(Provider provider, SigningKey nodeKey, Map<String, Object> body) {
        return as(provider.subject(), "provider")
                .body(body)
                .patch(BASE + "/nodes/" + nodeKey.nodeId())
                .then();
    }

    private static OrderClosed expired(OrderId order, SigningKey nodeKey) {
        return new OrderClosed(
                order, nodeKey.nodeId(), FinalState.EXPIRED, CloseReason.QUOTE_EXPIRED, Actor.PLATFORM, null);
    }

    @Test
    void refusesAReplayedNonceAForeignDomainAndAnotherChain() {
        Provider provider = provider();
        SignInMessage message = signIn(provider, "127.0.0.1:8100", 31_337);
        bind(provider, message).statusCode(201);
        bind(provider, message)
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/sign-in-refused"));
        bind(provider, signIn(provider, "evil.example", 31_337)).statusCode(422);
        bind(provider, signIn(provider, "127.0.0.1:8100", 1)).statusCode(422);
    }

    @Test
    void refusesAWalletOfSomebodyElse() {
        Provider owner = provider();
        Provider thief = new Provider("thief-" + UUID.randomUUID(), owner.wallet());
        as(thief.subject(), "provider")
                .body(Map.of("role", "PROVIDER"))
                .post(BASE + "/accounts")
                .then()
                .statusCode(201);
        bind(thief, signIn(thief, "127.0.0.1:8100", 31_337)).statusCode(409);
    }

    @Test
    void refusesRolesThatTheTokenLacksAndBadTokens() {
        as("mallory", "user")
                .body(Map.of("role", "OPERATOR"))
                .post(BASE + "/accounts")
                .then()
                .statusCode(403);
        as("mallory", "user").body(Map.of()).post(BASE + "/nodes").then().statusCode(403);
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .post(BASE + "/nodes")
                .then()
                .statusCode(401);
        for (String token : List.of(
                tokens.expiredToken("mallory", "provider"),
                tokens.foreignToken("mallory", "provider"),
                tokens.tokenForAudience("elsewhere", "mallory", "provider"))) {
            given().auth().oauth2(token).get(BASE + "/accounts/me").then().statusCode(401);
        }
    }

    @Test
    void registersANodeOnceAndOnlyForTheOwnerOfItsKey() {
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, SigningKey.generate(random), provider.subject())
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/possession-not-proven"));
        register(provider, nodeKey, nodeKey, provider.subject())
                .statusCode(201)
                .body("nodeId", equalTo(nodeKey.nodeId().toString()))
                .body("missing", contains("ATTESTATION", "STAKE", "RATING", "OFFER"));
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(200);
        Provider other = provider();
        register(other, nodeKey, nodeKey, other.subject()).statusCode(409);
        as(other.subject(), "provider")
                .body(Map.of("maintenance", true))
                .patch(BASE + "/nodes/" + nodeKey.nodeId())
                .then()
                .statusCode(404);
    }

    @Test
    void listsANodeOnceAQuorumAttestedAndRatedItAndItsStakeIsFinal() {
        // Given a registered node with an offer
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(201);
        putOffer(provider, nodeKey, provider.wallet()).statusCode(200);

        // When validators, one of them unknown and one of them twice, and the chain speak
        try (FactSender facts = new FactSender(bootstrapServers)) {
            AttestationRecord record = record(provider, nodeKey);
            facts.send(judged(record, VALIDATORS.get(0), VALIDATORS.get(0)));
            facts.send(judged(record, VALIDATORS.get(0), VALIDATORS.get(0)));
            facts.send(judged(record, key(9), key(9)));
            facts.send(judged(record, VALIDATORS.get(1), key(9)));
            facts.sendVersioned(
                    1,
                    new StakeChanged(
                            nodeKey.nodeId(),
                            provider.wallet().address(),
                            new TokenAmount(java.math.BigInteger.TEN.pow(21)),
                            TokenAmount.ZERO,
                            TokenAmount.ZERO,
                            position(1, FactLevel.SEEN)));
            Rating rating = new Rating(1, nodeKey.nodeId(), 0, 100, 90, 7);
            facts.send(new RatingProposed(
                    VALIDATORS.get(0).address(), rating, rating.sign(VALIDATORS.get(0), market.domains())));
            facts.send(new RatingProposed(
                    VALIDATORS.get(2).address(), rating, rating.sign(VALIDATORS.get(2), market.domains())));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> given().get(BASE + "/nodes/" + nodeKey.nodeId())
                            .then()
                            .body("missing", contains("ATTESTATION", "STAKE")));
            facts.send(judged(record, VALIDATORS.get(1), VALIDATORS.get(1)));
            facts.sendVersioned(
                    2,
                    new StakeChanged(
                            nodeKey.nodeId(),
                            provider.wallet().address(),
                            new TokenAmount(java.math.BigInteger.TEN.pow(21)),
                            TokenAmount.ZERO,
                            TokenAmount.ZERO,
                            position(2, FactLevel.FINAL)));
        }

        // Then it is listed, with the facets that were proven
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get(BASE + "/nodes/" + nodeKey.nodeId())
                        .then()
                        .body("listed", equalTo(true))
                        .body("lifecycle", equalTo("ACTIVE"))
                        .body("facets.power.rated", equalTo(90))
                        .body("facets.attestation.status", equalTo("VALID")));
        assertThat(given().queryParam("listed", true)
                        .queryParam("minRate", 90)
                        .get(BASE + "/nodes")
                        .jsonPath()
                        .getList("items.nodeId"))
                .contains(nodeKey.nodeId().toString());
        given().contentType(ContentType.JSON)
                .body(Map.of("minRate", 91))
                .post(BASE + "/nodes/search")
                .then()
                .statusCode(200)
                .body("rejected.minRate", equalTo(1));
    }

    @Test
    void anAlarmOfAQuorumUnlistsANodeUntilItIsRatedAnew() {
        // Given a node with a rating
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(201);
        long later = market.effectiveEpoch(java.time.InstantSource.system().instant()) + 1_000;
        try (FactSender facts = new FactSender(bootstrapServers)) {
            rate(facts, new Rating(1, nodeKey.nodeId(), 0, 100, 90, later));
            awaitPower(nodeKey, PowerStatus.RATED);

            // When too few raise the alarm: a stranger, one validator twice, one that takes it back, one about rounds
            // before the rating
            facts.send(statistics(nodeKey, key(9), later, true));
            facts.send(statistics(nodeKey, VALIDATORS.get(0), later, true));
            facts.send(statistics(nodeKey, VALIDATORS.get(0), later + 1, true));
            facts.send(statistics(nodeKey, VALIDATORS.get(1), later - 1, true));
            facts.send(statistics(nodeKey, VALIDATORS.get(2), later, true));
            facts.send(statistics(nodeKey, VALIDATORS.get(2), later + 1, false));
            // Then the second one that counts unlists it (facts of one node keep their order)
            facts.send(statistics(nodeKey, VALIDATORS.get(1), later + 2, true));
            awaitPower(nodeKey, PowerStatus.DEGRADED);
            given().get(BASE + "/nodes/" + nodeKey.nodeId()).then().body("missing", hasItem("RATING"));

            // And only a new rating lists it again, whatever is said about the old one afterwards
            facts.send(statistics(nodeKey, VALIDATORS.get(0), later + 3, false));
            facts.send(statistics(nodeKey, VALIDATORS.get(1), later + 3, false));
            rate(facts, new Rating(1, nodeKey.nodeId(), 0, 80, 72, later + 10));
            awaitPower(nodeKey, PowerStatus.RATED);
            facts.send(statistics(nodeKey, VALIDATORS.get(0), later + 9, true));
            facts.send(statistics(nodeKey, VALIDATORS.get(1), later + 9, true));
            rate(facts, new Rating(1, nodeKey.nodeId(), 0, 80, 71, later + 20));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> given().get(BASE + "/nodes/" + nodeKey.nodeId())
                            .then()
                            .body("facets.power.rated", equalTo(71))
                            .body("facets.power.status", equalTo("RATED")));
        }
    }

    private static final String CARD = "NVIDIA GeForce RTX 4090";

    @Test
    void refusesDevicesThatTheCatalogKnowsAsAnotherKindOrThatShareAnIndex() {
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject(), List.of(device(0, "CPU", CARD, 100)))
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/model-of-another-kind"))
                .body("kind", equalTo("GPU"));
        register(
                        provider,
                        nodeKey,
                        nodeKey,
                        provider.subject(),
                        List.of(device(1, "CPU", "EPYC", 100), device(1, "CPU", "EPYC", 100)))
                .statusCode(400);
        register(provider, nodeKey, nodeKey, provider.subject(), List.of(device(65_536, "CPU", "EPYC", 100)))
                .statusCode(400);
        register(provider, nodeKey, nodeKey, provider.subject(), List.of(device(0, "GPU", CARD, 100)))
                .statusCode(201);
        register(provider, nodeKey, nodeKey, provider.subject(), List.of(device(0, "GPU", "another", 100)))
                .statusCode(409);
    }

    @Test
    void showsTheDeviceCatalogInPages() {
        var first = given().queryParam("kind", "GPU")
                .queryParam("limit", 1)
                .get(BASE + "/device-models")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(first.getString("items[0].kind")).isEqualTo("GPU");
        var second = given().queryParam("kind", "GPU")
                .queryParam("limit", 100)
                .queryParam("cursor", first.getString("next"))
                .get(BASE + "/device-models")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(second.getList("items.model"))
                .contains("GeForce RTX 4090")
                .doesNotContain(first.<Object>get("items[0].model"));
        given().queryParam("cursor", "nonsense")
                .get(BASE + "/device-models")
                .then()
                .statusCode(400);
    }

    @Test
    void keepsANodeUnlistedWhoseDeviceIsNotWhatItClaimsUntilItIsDescribedRightlyAndRatedAnew() {
        // Given a node of two devices, one of them a card that is too slow for its model
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(
                        provider,
                        nodeKey,
                        nodeKey,
                        provider.subject(),
                        List.of(device(0, "CPU", "EPYC", 100), device(1, "GPU", CARD, 5_000_000_000L)))
                .statusCode(201);
        long later = market.effectiveEpoch(java.time.InstantSource.system().instant()) + 1_000;
        try (FactSender facts = new FactSender(bootstrapServers)) {
            rate(facts, new Rating(1, nodeKey.nodeId(), 0, 100, 90, later));
            rate(facts, new Rating(1, nodeKey.nodeId(), 1, 5_000_000_000L, 4_500_000_000L, later));
            awaitPower(nodeKey, PowerStatus.RATED);
            given().get(BASE + "/nodes/" + nodeKey.nodeId())
                    .then()
                    .body("missing", hasItem("DEVICE_MODEL"))
                    .body("facets.power.rated", equalTo(4_500_000_090L))
                    .body("devices.fit", contains("UNLISTED", "TOO_SLOW"));

            // When its provider describes it rightly
            askForRating(provider, nodeKey, Map.of("devices", List.of(device(0, "CPU", CARD, 100))))
                    .statusCode(422);
            var asked = askForRating(
                            provider,
                            nodeKey,
                            Map.of(
                                    "devices",
                                    List.of(
                                            device(1, "GPU", "NVIDIA GeForce RTX 3080", 5_000_000_000L),
                                            device(0, "CPU", "EPYC", 100))))
                    .statusCode(200)
                    .body("facets.power.status", equalTo("UNRATED"))
                    .body("devices.r0", contains(0, 0))
                    .extract()
                    .jsonPath();
            askForRating(provider, nodeKey, Map.of()).statusCode(200).body("version", equalTo(asked.getInt("version")));

            // Then neither a rating of rounds before nor one of a device alone lists it, but those of all devices do
            long from = asked.getLong("effectiveEpoch");
            rate(facts, new Rating(1, nodeKey.nodeId(), 0, 100, 90, from + 2));
            rate(facts, new Rating(1, nodeKey.nodeId(), 1, 5_000_000_000L, 4_400_000_000L, from + 4));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> given().get(BASE + "/nodes/" + nodeKey.nodeId())
                            .then()
                            .body("facets.power.rated", equalTo(4_400_000_000L))
                            .body("facets.power.status", equalTo("UNRATED")));
            rate(facts, new Rating(1, nodeKey.nodeId(), 0, 100, 91, from + 4));
            awaitPower(nodeKey, PowerStatus.RATED);
            given().get(BASE + "/nodes/" + nodeKey.nodeId())
                    .then()
                    .body("missing", contains("ATTESTATION", "STAKE", "OFFER"))
                    .body("facets.power.rated", equalTo(4_400_000_091L))
                    .body("devices.fit", contains("UNLISTED", "PLAUSIBLE"));
            // And it is not measured anew at will
            askForRating(provider, nodeKey, Map.of())
                    .statusCode(429)
                    .body("type", equalTo("https://computingpower.org/problems/rating-too-soon"));
        }
    }

    @Test
    void ratesNoNodeAnewWhileAnOrderDependsOnIt() {
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(201);
        long later = market.effectiveEpoch(java.time.InstantSource.system().instant()) + 1_000;
        OrderId order = new OrderId(nodeKey.nodeId().value());
        try (FactSender facts = new FactSender(bootstrapServers)) {
            facts.sendVersioned(1, quoted(order, provider, nodeKey));
            rate(facts, new Rating(1, nodeKey.nodeId(), 0, 100, 90, later));
            awaitPower(nodeKey, PowerStatus.RATED);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            nodes.hasOpenOrder(pool, nodeKey.nodeId()).await().atMost(Duration.ofSeconds(5)));
            askForRating(provider, nodeKey, Map.of())
                    .statusCode(409)
                    .body("type", equalTo("https://computingpower.org/problems/node-in-use"));
            Provider stranger = provider();
            askForRating(stranger, nodeKey, Map.of()).statusCode(404);
            facts.sendVersioned(2, expired(order, nodeKey));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> askForRating(provider, nodeKey, Map.of()).statusCode(200));
        }
        given().get(BASE + "/nodes/" + nodeKey.nodeId())
                .then()
                .body("facets.power.status", equalTo("UNRATED"))
                .body("listed", equalTo(false));
    }

    private static OrderQuoted quoted(OrderId orderId, Provider provider, SigningKey nodeKey) {
        Address wallet = provider.wallet().address();
        Order order = new Order(
                Bytes32.ZERO,
                key(5).address(),
                wallet,
                wallet,
                wallet,
                nodeKey.nodeId(),
                Bytes32.ZERO,
                wallet,
                TokenAmount.of(7),
                60,
                500,
                2_000,
                Mode.EXCLUSIVE,
                10_000,
                Bytes32.ZERO,
                DataProtection.GATEWAY_ENCLAVE,
                4_000_000_000L,
                4_000_000_060L);
        return new OrderQuoted(orderId, order, "user", Instant.ofEpochSecond(4_000_000_000L));
    }

    private ValidatableResponse askForRating(Provider provider, SigningKey nodeKey, Map<String, Object> body) {
        return as(provider.subject(), "provider")
                .body(body)
                .post(BASE + "/nodes/" + nodeKey.nodeId() + "/rating")
                .then();
    }

    private void rate(FactSender facts, Rating rating) {
        for (SigningKey validator : VALIDATORS.subList(0, 2)) {
            facts.send(new RatingProposed(validator.address(), rating, rating.sign(validator, market.domains())));
        }
    }

    private static ProofStatistics statistics(SigningKey nodeKey, SigningKey validator, long epoch, boolean alarm) {
        return new ProofStatistics(
                validator.address(),
                nodeKey.nodeId(),
                epoch,
                0,
                OrderId.NONE,
                400,
                512,
                70,
                9.5,
                alarm ? 15 : 1,
                alarm);
    }

    private static void awaitPower(SigningKey nodeKey, PowerStatus status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get(BASE + "/nodes/" + nodeKey.nodeId())
                        .then()
                        .body("facets.power.status", equalTo(status.name())));
    }

    @Test
    void followsWhatAQuorumHoldsOfANodeHoweverOftenItChanges() {
        // Given an attested node
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(201);
        AttestationRecord record = record(provider, nodeKey);
        try (FactSender facts = new FactSender(bootstrapServers)) {
            facts.send(judged(record, VALIDATORS.get(0), VALIDATORS.get(0)));
            facts.send(judged(record, VALIDATORS.get(1), VALIDATORS.get(1)));
            awaitStanding(nodeKey, AttestationFacet.VALID);

            // When one validator calls it stale, a stranger agrees, and a second one signs with a foreign key
            AttestationStatus stale = status(record, AttestationFacet.VALID, AttestationFacet.STALE);
            AttestationStatus valid = status(record, AttestationFacet.STALE, AttestationFacet.VALID);
            AttestationStatus revoked = status(record, AttestationFacet.VALID, AttestationFacet.REVOKED);
            facts.send(changed(stale, VALIDATORS.get(0), VALIDATORS.get(0)));
            facts.send(changed(stale, VALIDATORS.get(0), VALIDATORS.get(0)));
            facts.send(changed(stale, key(9), key(9)));
            facts.send(changed(stale, VALIDATORS.get(1), key(9)));
            // Then it is not: a quorum that says so later finds it VALID, and REVOKED afterwards
            facts.send(changed(valid, VALIDATORS.get(0), VALIDATORS.get(0)));
            facts.send(changed(stale, VALIDATORS.get(1), VALIDATORS.get(1)));
            facts.send(changed(revoked, VALIDATORS.get(2), VALIDATORS.get(2)));
            facts.send(changed(revoked, VALIDATORS.get(1), VALIDATORS.get(1)));
            awaitStanding(nodeKey, AttestationFacet.REVOKED);

            // And the same change counts each time that a quorum makes it
            for (int i = 0; i < 2; i++) {
                facts.send(changed(valid, VALIDATORS.get(1), VALIDATORS.get(1)));
                facts.send(changed(valid, VALIDATORS.get(2), VALIDATORS.get(2)));
                awaitStanding(nodeKey, AttestationFacet.VALID);
                facts.send(changed(stale, VALIDATORS.get(1), VALIDATORS.get(1)));
                facts.send(changed(stale, VALIDATORS.get(2), VALIDATORS.get(2)));
                awaitStanding(nodeKey, AttestationFacet.STALE);
            }
        }
    }

    @Test
    void takesNoRecordOfAnotherTrustRootAndTheTrustDomainOfTheMarketOnly() {
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(201);
        AttestationRecord record = record(provider, nodeKey, market.trustRootHash());
        AttestationRecord foreign = record(provider, nodeKey, Digests.keccak256OfText("another root"));
        try (FactSender facts = new FactSender(bootstrapServers)) {
            // When a quorum signs a record of another root
            facts.send(judged(foreign, VALIDATORS.get(0), VALIDATORS.get(0)));
            facts.send(judged(foreign, VALIDATORS.get(1), VALIDATORS.get(1)));

            // Then the record of the market's own root counts all the same, and is of no better domain than the market
            facts.send(judged(record, VALIDATORS.get(0), VALIDATORS.get(0), "INTEL"));
            facts.send(judged(record, VALIDATORS.get(1), VALIDATORS.get(1), "INTEL"));
            awaitStanding(nodeKey, AttestationFacet.VALID);
        }
        given().get(BASE + "/nodes/" + nodeKey.nodeId())
                .then()
                .body(
                        "facets.attestation.trustRootHash",
                        equalTo(market.trustRootHash().toString()))
                .body("facets.attestation.trustDomain", equalTo("SIMULATED"));
        given().queryParam("trustDomain", "INTEL").get(BASE + "/nodes").then().body("items", empty());
    }

    private static void awaitStanding(SigningKey nodeKey, AttestationFacet status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get(BASE + "/nodes/" + nodeKey.nodeId())
                        .then()
                        .body("facets.attestation.status", equalTo(status.name())));
    }

    private static AttestationStatus status(AttestationRecord record, AttestationFacet from, AttestationFacet to) {
        return new AttestationStatus(record.setVersion(), record.nodeId(), record.quoteHash(), from, to, Bytes32.ZERO);
    }

    private AttestationStatusChanged changed(AttestationStatus status, SigningKey sender, SigningKey signer) {
        return new AttestationStatusChanged(
                sender.address(),
                status.nodeId(),
                status,
                "because",
                status.sign(signer, market.domains()),
                0,
                Instant.EPOCH);
    }

    @Test
    void refusesAnOfferThatTheProvidersWalletDidNotSign() {
        Provider provider = provider();
        SigningKey nodeKey = SigningKey.generate(random);
        register(provider, nodeKey, nodeKey, provider.subject()).statusCode(201);
        putOffer(provider, nodeKey, nodeKey)
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/offer-refused"));
    }

    private ValidatableResponse putOffer(Provider provider, SigningKey nodeKey, SigningKey signer) {
        Address wallet = provider.wallet().address();
        Offer offer = new Offer(
                nodeKey.nodeId(),
                wallet,
                wallet,
                wallet,
                wallet,
                TokenAmount.of(7),
                45,
                600,
                DataProtection.GATEWAY_ENCLAVE,
                1,
                4_000_000_000L);
        return as(provider.subject(), "provider")
                .body(Map.of("offer", offer, "signature", offer.sign(signer, market.domains())))
                .put(BASE + "/nodes/" + nodeKey.nodeId() + "/offer")
                .then();
    }

    private AttestationRecord record(Provider provider, SigningKey nodeKey) {
        return record(provider, nodeKey, market.trustRootHash());
    }

    private static AttestationRecord record(Provider provider, SigningKey nodeKey, Bytes32 trustRootHash) {
        Address wallet = provider.wallet().address();
        return new AttestationRecord(
                1,
                nodeKey.nodeId(),
                1,
                nodeKey.verifyingKey().x(),
                nodeKey.verifyingKey().y(),
                wallet,
                wallet,
                wallet,
                Bytes32.ZERO,
                TeeType.SGX,
                trustRootHash,
                TcbStatus.UP_TO_DATE,
                17,
                5,
                1_700_000_000,
                4_000_000_000L);
    }

    private AttestationJudged judged(AttestationRecord record, SigningKey sender, SigningKey signer) {
        return judged(record, sender, signer, "SIMULATED");
    }

    private AttestationJudged judged(
            AttestationRecord record, SigningKey sender, SigningKey signer, String trustDomain) {
        return new AttestationJudged(
                sender.address(),
                record.nodeId(),
                UUID.randomUUID(),
                AttestationDecision.ACCEPT,
                record,
                null,
                record.sign(signer, market.domains()),
                List.of(),
                List.of(),
                trustDomain,
                1,
                Instant.EPOCH);
    }

    private static ChainPosition position(long seq, FactLevel level) {
        return new ChainPosition(
                31_337, key(4).address(), 10 + seq, Bytes32.ZERO, 1_700_000_000, Bytes32.ZERO, 0, seq, level);
    }

    @Test
    void countsTheMissedRoundsOfTheWorstDeviceInWhateverOrderTheyCome() {
        NodeId node = SigningKey.generate(random).nodeId();
        for (long epoch : new long[] {5, 1, 3, 2, 4, 4}) {
            assertThat(afterRound(node, 0, epoch, true).isUnlisting()).isFalse();
        }
        assertThat(afterRound(node, 1, 9, true).missed()).isEqualTo(5);
        assertThat(afterRound(node, 0, 6, true).isUnlisting()).isTrue();
        // The first one is let go of 48 epochs after it.
        assertThat(afterRound(node, 0, 48, false).missed()).isEqualTo(6);
        assertThat(afterRound(node, 0, 49, false).isUnlisting()).isFalse();
    }

    private Availability afterRound(NodeId node, int device, long epoch, boolean missing) {
        return pool.withTransaction(transaction -> statements.addRound(transaction, node, device, epoch, missing))
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}
