package org.computingpower.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.events.Device;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.EventJson;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerShortfall;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryAccountEvent.WalletBound;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.SettlementOrderEvent.EscrowFunded;
import org.computingpower.events.SettlementOrderEvent.OrderSettled;
import org.computingpower.events.SettlementOrderEvent.WindowSettled;
import org.computingpower.events.StakeStatus;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.money.WindowMoney;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.Cancel;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.DeploymentStatus;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.SignedType;
import org.jspecify.annotations.Nullable;

/** A user, a provider and its node, all named after a test, with what they can do over REST. */
final class Story {
    static final String ORDERS = "/api/orders/v1";
    static final long DURATION = 150;

    private static final TokenSigner TOKENS = SharedInfrastructure.tokens();

    final String name;
    final SigningKey wallet;
    final SigningKey nodeKey;
    private final SigningKey providerKey;

    Story(String name) {
        this.name = name;
        this.wallet = TestMarket.key("wallet of " + name);
        this.nodeKey = TestMarket.key("node of " + name);
        this.providerKey = TestMarket.key("provider of " + name);
    }

    String user() {
        return TOKENS.token("user-" + name, "user");
    }

    String provider() {
        return TOKENS.token("provider-" + name, "provider");
    }

    static String operator() {
        return TOKENS.token("olga", "operator");
    }

    String nodeId() {
        return nodeKey.nodeId().toString();
    }

    WalletBound bound() {
        return new WalletBound(UUID.randomUUID(), "user-" + name, wallet.address(), Instant.EPOCH);
    }

    NodeChanged node(long version, boolean listed) {
        return node(version, listed, AttestationFacet.VALID);
    }

    private Offer offer() {
        return new Offer(
                nodeKey.nodeId(),
                providerKey.address(),
                providerKey.address(),
                providerKey.address(),
                TestMarket.FILE.contracts().token(),
                TokenAmount.of(100),
                45,
                1_500,
                DataProtection.GATEWAY_ENCLAVE,
                1,
                4_000_000_000L);
    }

    NodeChanged node(long version, boolean listed, AttestationFacet attestation) {
        return node(version, listed, attestation, null);
    }

    /** A node that keeps a part for its solver. */
    NodeChanged shared(long version, int phiBps) {
        return node(version, true, AttestationFacet.VALID, phiBps);
    }

    private NodeChanged node(
            long version, boolean listed, AttestationFacet attestation, @Nullable Integer sharedPhiBps) {
        Offer offer = offer();
        return new NodeChanged(
                nodeKey.nodeId(),
                nodeKey.verifyingKey().toString(),
                UUID.randomUUID(),
                "provider-" + name,
                providerKey.address(),
                providerKey.address(),
                providerKey.address(),
                "https://node.example",
                name,
                List.of(new Device(0, DeviceKind.CPU, "cpu", 250_000, 240_000, null, null)),
                offer,
                offer.structHash(),
                NodeLifecycle.ACTIVE,
                new NodeAttestation(attestation, Bytes32.ZERO, 4_000_000_000L, null, "SIMULATED", Bytes32.ZERO, 17),
                new NodeStake(
                        StakeStatus.SUFFICIENT,
                        TokenAmount.of(1_000_000),
                        TokenAmount.ZERO,
                        TokenAmount.ZERO,
                        TokenAmount.of(1)),
                new NodePower(PowerStatus.RATED, 240_000, 240_000),
                List.of(),
                listed,
                version,
                0,
                sharedPhiBps);
    }

    // --- REST ---

    static String json(Object body) {
        try {
            return EventJson.newMapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ValidatableResponse post(String token, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(json(body))
                .post(ORDERS + path)
                .then();
    }

    static ValidatableResponse put(String token, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(json(body))
                .put(ORDERS + path)
                .then();
    }

    static ValidatableResponse get(String token, String path) {
        return given().auth().oauth2(token).get(ORDERS + path).then();
    }

    Map<String, Object> quoteRequest() {
        return Map.of("nodeId", nodeId(), "durationSeconds", DURATION, "user", wallet.address());
    }

    ValidatableResponse requestQuote(String mode) {
        Map<String, Object> request = new HashMap<>(quoteRequest());
        request.put("mode", mode);
        return post(user(), "/quotes", request);
    }

    ValidatableResponse requestQuote() {
        return post(user(), "/quotes", quoteRequest());
    }

    Order quote() {
        return terms(requestQuote().statusCode(201));
    }

    /** The one order that the user has. */
    Order onlyOrder() {
        List<Map<String, Object>> orders =
                get(user(), "").statusCode(200).extract().path("items");
        assertThat(orders).hasSize(1);
        return EventJson.newMapper().convertValue(orders.getFirst().get("order"), Order.class);
    }

    static Order terms(ValidatableResponse response) {
        Map<String, Object> order = response.extract().path("order");
        return EventJson.newMapper().convertValue(order, Order.class);
    }

    private static Map<String, Object> statement(String name, SignedType statement, SigningKey key) {
        return Map.of(name, statement, "signature", statement.sign(key, TestMarket.DOMAINS));
    }

    ValidatableResponse sign(Order order, SigningKey key) {
        return post(
                user(), "/" + order.orderId() + "/signature", Map.of("signature", order.sign(key, TestMarket.DOMAINS)));
    }

    ValidatableResponse accept(Order order, SigningKey key, Instant now) {
        Acceptance acceptance = new Acceptance(order.orderId(), order.nodeId(), now.getEpochSecond());
        return post(provider(), "/" + order.orderId() + "/acceptance", statement("acceptance", acceptance, key));
    }

    ValidatableResponse cancel(Order order, SigningKey key, Instant now) {
        Cancel cancel = new Cancel(order.orderId(), now.getEpochSecond());
        return post(user(), "/" + order.orderId() + "/cancellation", statement("cancel", cancel, key));
    }

    ValidatableResponse deploy(Order order, String token, String sha256) {
        return put(
                token,
                "/" + order.orderId() + "/deployment",
                Map.of("url", "https://apps.example/train.yaml", "sha256", sha256));
    }

    ValidatableResponse report(Order order, SigningKey key, long generation, DeploymentPhase phase, Instant now) {
        DeploymentStatus status = new DeploymentStatus(
                order.orderId(),
                order.nodeId(),
                generation,
                phase,
                Digests.keccak256OfText("pods: 1"),
                now.getEpochSecond());
        return put(
                provider(),
                "/nodes/" + nodeId() + "/orders/" + order.orderId() + "/status",
                Map.of("status", status, "detail", "pods: 1", "signature", status.sign(key, TestMarket.DOMAINS)));
    }

    ValidatableResponse desired() {
        return get(provider(), "/nodes/" + nodeId() + "/desired").statusCode(200);
    }

    String state(OrderId id) {
        return get(operator(), "/" + id).statusCode(200).extract().path("state");
    }

    // --- settlement's facts ---

    static EscrowFunded funded(Order order, Instant at) {
        return new EscrowFunded(order.orderId(), order.totalPrice(), 7, at.getEpochSecond());
    }

    static WindowSettled window(Order order, long epoch, int unpaidInARow, long released, long refunded) {
        return new WindowSettled(
                order.orderId(),
                order.nodeId(),
                epoch,
                0,
                15,
                unpaidInARow == 0 ? WindowOutcome.PASS : WindowOutcome.MISSING,
                TokenAmount.of(1_100),
                TokenAmount.of(released),
                TokenAmount.ZERO,
                TokenAmount.of(refunded),
                unpaidInARow,
                unpaidInARow,
                unpaidInARow >= 4,
                unpaidInARow == 0 ? WindowMoney.RELEASED : WindowMoney.REFUNDED,
                null);
    }

    static WindowSettled shortfall(Order order, long epoch, PowerShortfall proof, long released) {
        return new WindowSettled(
                order.orderId(),
                order.nodeId(),
                epoch,
                0,
                15,
                WindowOutcome.PASS,
                TokenAmount.of(1_100),
                TokenAmount.of(released),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                0,
                0,
                true,
                WindowMoney.RELEASED,
                proof);
    }

    static OrderSettled settled(Order order, long released) {
        return new OrderSettled(
                order.orderId(),
                order.totalPrice(),
                TokenAmount.of(released),
                TokenAmount.ZERO,
                order.totalPrice().minus(TokenAmount.of(released)),
                Bytes32.ZERO,
                9);
    }
}
