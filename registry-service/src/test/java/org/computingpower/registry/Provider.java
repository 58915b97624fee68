package org.computingpower.registry;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.terms.Address;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.NodePossession;
import org.computingpower.terms.key.SignInMessage;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.Offer;

/** A provider with an account, and what it asks the registry. */
record Provider(String subject, SigningKey wallet) {
    static final String BASE = "/api/registry/v1";
    static final String DOMAIN = "127.0.0.1:8100";
    static final long CHAIN_ID = 31_337;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** With an account and no wallet bound to it. */
    static Provider withAccount(SigningKey wallet) {
        Provider provider = new Provider("provider-" + UUID.randomUUID(), wallet);
        provider.request()
                .body(Map.of("role", "PROVIDER"))
                .post(BASE + "/accounts")
                .then()
                .statusCode(201);
        return provider;
    }

    /** With an account and a fresh wallet bound to it. */
    static Provider enrolled() {
        Provider provider = withAccount(SigningKey.generate(RANDOM));
        provider.bind(provider.signIn(DOMAIN, CHAIN_ID)).statusCode(201);
        return provider;
    }

    static SigningKey newNode() {
        return SigningKey.generate(RANDOM);
    }

    /** The key of a fresh node of one device, which is registered. */
    SigningKey registered() {
        SigningKey node = newNode();
        register(node).statusCode(201);
        return node;
    }

    /** With the token of somebody, as a client sends commands. */
    static RequestSpecification as(String subject, String... roles) {
        return given().auth()
                .oauth2(SharedInfrastructure.tokens().token(subject, roles))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON);
    }

    private RequestSpecification request() {
        return as(subject, "provider");
    }

    SignInMessage signIn(String domain, long chainId) {
        var nonce = request()
                .post(BASE + "/wallets/nonces")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new SignInMessage(
                domain,
                wallet.address(),
                nonce.getString("statement"),
                URI.create(nonce.getString("uri")),
                chainId,
                nonce.getString("nonce"),
                Instant.parse(nonce.getString("issuedAt")),
                Instant.parse(nonce.getString("expirationTime")));
    }

    ValidatableResponse bind(SignInMessage message) {
        return request()
                .body(Map.of(
                        "message", message.text(),
                        "signature", wallet.sign(message.digest()).toString()))
                .post(BASE + "/wallets")
                .then();
    }

    static Map<String, Object> device(int index, String kind, String model, long rate) {
        return Map.of("device", index, "kind", kind, "model", model, "advertisedRate", rate);
    }

    ValidatableResponse register(SigningKey node) {
        return register(node, List.of(device(0, "CPU", "EPYC", 100)));
    }

    ValidatableResponse register(SigningKey node, List<Map<String, Object>> devices) {
        return register(registration(node, node, devices));
    }

    ValidatableResponse register(Map<String, Object> registration) {
        return request().body(registration).post(BASE + "/nodes").then();
    }

    /** The request to register a node, with a proof of possession by {@code signer}. */
    Map<String, Object> registration(SigningKey node, SigningKey signer, List<Map<String, Object>> devices) {
        return Map.of(
                "publicKey", node.verifyingKey().toString(),
                "gatewayOrigin", "https://127.0.0.1:8160",
                "stakeAccount", wallet.address().toString(),
                "payee", wallet.address().toString(),
                "region", "eu-1",
                "devices", devices,
                "possession", NodePossession.prove(signer, wallet.address()).toString());
    }

    ValidatableResponse operate(SigningKey node, Map<String, Object> change) {
        return request().body(change).patch(BASE + "/nodes/" + node.nodeId()).then();
    }

    ValidatableResponse askForRating(SigningKey node, Map<String, Object> body) {
        return request()
                .body(body)
                .post(BASE + "/nodes/" + node.nodeId() + "/rating")
                .then();
    }

    ValidatableResponse putOffer(SigningKey node, SigningKey signer, MarketDomains domains) {
        Address address = wallet.address();
        Offer offer = new Offer(
                node.nodeId(),
                address,
                address,
                address,
                address,
                TokenAmount.of(7),
                45,
                600,
                DataProtection.GATEWAY_ENCLAVE,
                1,
                4_000_000_000L);
        return request()
                .body(Map.of("offer", offer, "signature", offer.sign(signer, domains)))
                .put(BASE + "/nodes/" + node.nodeId() + "/offer")
                .then();
    }
}
