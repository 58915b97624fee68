package org.computingpower.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.QuoteStore;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.NodePossession;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.BeaconKind;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.EvidenceEnvelope;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.Test;

/** The running gateway against a platform and a validator that the test plays. */
@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
class GatewayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    NodeIdentity node;

    @Inject
    QuoteStore quotes;

    @TestHTTPResource("/")
    URI admin;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void isReadyAndShowsItsIdentityUnderTheAttestedKey() throws Exception {
        HttpResponse<String> ready = send("GET", "/q/health/ready", null, null);
        PinnedClient client = new PinnedClient(node.tlsSpkiSha256(), GatewayResource.publicPort);
        JsonNode identity =
                MarketStub.JSON.readTree(client.get("/identity/v1", null).body());

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(identity.path("nodeId").asText()).isEqualTo(node.nodeId().toString());
        assertThat(identity.path("tlsSpkiSha256").asText())
                .isEqualTo(node.tlsSpkiSha256().toString());
        assertThat(identity.path("trustDomain").asText()).isEqualTo("SIMULATED");
        assertThatThrownBy(() -> new PinnedClient(Bytes32.ZERO, GatewayResource.publicPort).get("/identity/v1", null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void keepsTheAdminInterfaceToTheTokenAndTheLoopbackPort() throws Exception {
        PinnedClient client = new PinnedClient(node.tlsSpkiSha256(), GatewayResource.publicPort);

        assertThat(send("GET", "/admin/v1/status", null, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/admin/v1/status", "wrong", null).statusCode()).isEqualTo(401);
        HttpResponse<String> status = send("GET", "/admin/v1/status", token(), null);
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(MarketStub.JSON.readTree(status.body()).path("publicOrigin").asText())
                .isEqualTo("https://127.0.0.1:" + GatewayResource.publicPort);
        assertThat(client.get("/admin/v1/status", token()).statusCode()).isEqualTo(404);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(GatewayResource.folder().resolve("state/admin.token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void provesPossessionOfTheNodeKey() throws Exception {
        var provider = Market.address("provider");
        JsonNode answer = MarketStub.JSON.readTree(
                send("POST", "/admin/v1/possession", token(), Map.of("providerAddress", provider))
                        .body());

        VerifyingKey key = VerifyingKey.parse(answer.path("publicKey").asText());
        assertThat(key.nodeId()).isEqualTo(node.nodeId());
        assertThat(NodePossession.isProven(
                        key, provider, Signature.parse(answer.path("signature").asText())))
                .isTrue();
        assertThat(send("POST", "/admin/v1/possession", token(), Map.of()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void makesQuotesThatBindNodeMoneyAndKeys() throws Exception {
        MarketFile market = GatewayResource.stub().market();
        JsonNode evidence = MarketStub.JSON.readTree(quote(market.chainId()).body());
        byte[] quote = Base64.getDecoder().decode(evidence.path("quote").asText());
        AttestationBinding binding = new AttestationBinding(
                market.chainId(),
                market.contracts().nodeRegistry(),
                node.nodeKey().verifyingKey(),
                Market.address("stake account"),
                Market.address("payee"),
                node.hpkePublicKey(),
                node.tlsSpkiSha256(),
                7,
                Digests.keccak256OfText("nonce"));
        EvidenceEnvelope envelope = MarketStub.JSON.treeToValue(evidence.path("envelope"), EvidenceEnvelope.class);

        // SGX report data stands at 48 + 320 of a quote of version 3.
        assertThat(java.util.Arrays.copyOfRange(quote, 368, 432)).isEqualTo(binding.reportData());
        assertThat(envelope).isEqualTo(new EvidenceEnvelope(node.nodeId(), Digests.sha256(quote), 7));
        assertThat(envelope.isSignedBy(
                        node.nodeKey().address(),
                        Signature.parse(evidence.path("nodeSignature").asText()),
                        market.domains()))
                .isTrue();
        assertThat(quotes.current().orElseThrow().quoteHash()).isEqualTo(Digests.sha256(quote));
        assertThat(quote(1).statusCode()).isEqualTo(400);
    }

    @Test
    void answersARoundWithOneSignedCommitAndItsReveal() throws Exception {
        MarketStub stub = GatewayResource.stub();
        MarketFile market = stub.market();
        long epoch = market.epochClock().epochAt(Instant.now());
        ProofParameters parameters =
                new ProofParameters(1, 64, 32, 4_000, 8_000, 10_000, 20_000, 128, ProofMode.STANDBY, RoundPart.PRIMARY);
        stub.answers.put(
                "/api/challenge/v1/nodes/" + node.nodeId() + "/assignment",
                Map.of(
                        "epoch",
                        epoch,
                        "items",
                        List.of(Map.of(
                                "device",
                                0,
                                "orderId",
                                OrderId.NONE,
                                "mode",
                                "STANDBY",
                                "params",
                                "0x" + java.util.HexFormat.of().formatHex(parameters.encode()),
                                "paramsHash",
                                parameters.hash().toString(),
                                "reff",
                                20_000))));
        stub.answers.put("/api/challenge/v1/reveals", Map.of("receivedAtMillis", 1));

        stub.open(round(epoch));

        await().atMost(PATIENCE).until(() -> !stub.received("POST", "/reveals").isEmpty());
        JsonNode sent = stub.received("POST", "/commits").getFirst().body();
        Commit commit = MarketStub.JSON.treeToValue(sent.path("commit"), Commit.class);
        assertThat(stub.received("POST", "/commits")).hasSize(1);
        assertThat(commit.epoch()).isEqualTo(epoch);
        assertThat(commit.k()).isBetween(20, 128);
        assertThat(commit.isSignedBy(
                        node.nodeKey().address(),
                        Signature.parse(sent.path("signature").asText()),
                        market.domains()))
                .isTrue();
        JsonNode reveal = stub.received("POST", "/reveals").getFirst().body();
        assertThat(reveal.path("reveal").path("challengeId").asText())
                .isEqualTo(commit.challengeId().toString());
    }

    @Test
    void acceptsAnOrderOnTheOfferedTermsAndNoOther() throws Exception {
        MarketStub stub = GatewayResource.stub();
        MarketFile market = stub.market();
        quote(market.chainId());
        Offer offer = offer(market);
        Order good = order(market, offer, "good", offer.payee());
        Order greedy = order(market, offer, "greedy", Market.address("somebody else"));
        stub.answers.put("/api/registry/v1/nodes/" + node.nodeId(), Map.of("offer", offer));
        stub.answers.put("/api/orders/v1/" + good.orderId() + "/acceptance", Map.of());
        stub.answers.put(
                "/api/orders/v1/nodes/" + node.nodeId() + "/desired",
                Map.of("nodeId", node.nodeId(), "toAccept", List.of(view(greedy), view(good)), "orders", List.of()));

        await().atMost(PATIENCE)
                .until(() ->
                        !stub.received("POST", good.orderId() + "/acceptance").isEmpty());

        MarketStub.Received received =
                stub.received("POST", good.orderId() + "/acceptance").getFirst();
        Acceptance acceptance = MarketStub.JSON.treeToValue(received.body().path("acceptance"), Acceptance.class);
        assertThat(received.authorization()).isEqualTo("Bearer token-of-provider");
        assertThat(acceptance.orderId()).isEqualTo(good.orderId());
        assertThat(acceptance.isSignedBy(
                        node.nodeKey().address(),
                        Signature.parse(received.body().path("signature").asText()),
                        market.domains()))
                .isTrue();
        assertThat(stub.received("POST", greedy.orderId() + "/acceptance")).isEmpty();
    }

    private Map<String, Object> view(Order order) {
        return Map.of(
                "orderId",
                order.orderId(),
                "order",
                order,
                "signature",
                order.sign(Market.key("user"), GatewayResource.stub().market().domains()));
    }

    private Offer offer(MarketFile market) {
        return new Offer(
                node.nodeId(),
                Market.address("provider"),
                Market.address("payee"),
                Market.address("stake account"),
                market.contracts().token(),
                TokenAmount.of(10),
                45,
                1_000,
                DataProtection.SIMULATED,
                1,
                Instant.now().getEpochSecond() + 3_600);
    }

    private Order order(MarketFile market, Offer offer, String salt, org.computingpower.terms.Address payee) {
        long now = Instant.now().getEpochSecond();
        return new Order(
                Digests.keccak256OfText(salt),
                Market.address("user"),
                offer.provider(),
                payee,
                offer.stakeAccount(),
                offer.nodeId(),
                offer.structHash(),
                offer.token(),
                market.termPrice().of(offer.pricePerSecond(), Mode.EXCLUSIVE, 150),
                150,
                market.feeBps(),
                market.validatorShareBps(),
                Mode.EXCLUSIVE,
                10_000,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                now + 60,
                now + 60);
    }

    private static RoundOpen round(long epoch) {
        Bytes32 beacon = Digests.keccak256OfText("beacon");
        Bytes32 block = Digests.keccak256OfText("block");
        Hash32 seed = EpochSeed.of(
                org.computingpower.power.round.BeaconKind.COMMIT_REVEAL,
                epoch,
                Hash32.of(beacon.toArray()),
                31337,
                Hash32.of(block.toArray()));
        return new RoundOpen(
                1, epoch, 0, BeaconKind.COMMIT_REVEAL, beacon, 4, block, Bytes32.of(seed.bytes()), Bytes32.ZERO, 1);
    }

    private HttpResponse<String> quote(long chainId) throws Exception {
        return send(
                "POST",
                "/admin/v1/quotes",
                token(),
                Map.of(
                        "chainId", chainId,
                        "nodeRegistry", Market.address("registry"),
                        "stakeAccount", Market.address("stake account"),
                        "payee", Market.address("payee"),
                        "blockNumber", 7,
                        "nonce", Digests.keccak256OfText("nonce")));
    }

    private String token() throws IOException {
        return Files.readString(GatewayResource.folder().resolve("state/admin.token"))
                .strip();
    }

    private HttpResponse<String> send(
            String method,
            String path,
            @org.jspecify.annotations.Nullable String bearer,
            @org.jspecify.annotations.Nullable Object body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(admin.resolve(path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(MarketStub.JSON.writeValueAsBytes(body)));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
