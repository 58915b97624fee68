package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.TestServer.Request;
import org.computingpower.cli.data.SealedData;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.DataManifest;
import org.computingpower.terms.signed.DataReceipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client checks before it signs, seals or talks to a gateway. */
final class AttestedOrderTest {
    @TempDir
    private Path home;

    private AttestedOrder world;
    private MarketFile market;
    private Path data;

    @BeforeEach
    void start() throws Exception {
        world = new AttestedOrder(home.resolve("home"));
        market = world.market.market();
        world.importWallet(home.resolve("key"));
        data = home.resolve("data.csv");
        Files.writeString(data, "1,2\n3,4\n");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Run verify() {
        return world.run(
                "node",
                "attestation",
                "verify",
                AttestedOrder.NODE.nodeId().toString(),
                "--policy-hash",
                world.order.policyHash().toString(),
                "-o",
                "json");
    }

    @Test
    void acceptsRealEvidenceAndNamesEveryCheck() {
        Run run = verify();

        assertThat(AttestedOrder.failed(run)).isEmpty();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().path("trustDomain").asText()).isEqualTo("SIMULATED");
        assertThat(run.json().path("trustRootHash").asText())
                .isEqualTo("0x" + AttestedOrder.PKI.trustRoot().sha256().hex());
        assertThat(run.json().path("checks").findValuesAsText("name"))
                .contains(
                        "node-key",
                        "nonce-block",
                        "chain-record",
                        "market-root",
                        "quote-signature",
                        "policy",
                        "report-data",
                        "freshness");
        assertThat(run.json().path("notProven")).isNotEmpty();
    }

    @Test
    void refusesEvidenceThatBindsOtherKeys() {
        ((ObjectNode) world.bundle().path("binding"))
                .put("hpkePublicKey", Digests.keccak256OfText("mine").toString());

        Run run = verify();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(AttestedOrder.failed(run)).containsExactly("report-data");
    }

    @Test
    void refusesABlockThatTheChainDoesNotHave() {
        world.market.onMethod(
                "eth_getBlockByNumber",
                parameters -> Json.object()
                        .put("number", "0x2a")
                        .put("hash", Digests.keccak256OfText("fork").toString())
                        .put("timestamp", "0x1"));

        assertThat(AttestedOrder.failed(verify())).containsExactly("nonce-block");
    }

    @Test
    void refusesAnotherPolicyThanTheOrderNames() {
        Run run = world.run(
                "node",
                "attestation",
                "verify",
                AttestedOrder.NODE.nodeId().toString(),
                "--policy-hash",
                Digests.keccak256OfText("strict").toString(),
                "-o",
                "json");

        assertThat(AttestedOrder.failed(run)).contains("policy");
    }

    @Test
    void refusesAVerdictThatNoValidatorSigned() throws Exception {
        SigningKey stranger = SigningKey.of(Digests.keccak256OfText("stranger"));
        JsonNode record = world.bundle().path("verdict").path("record");
        Signature signature = Json.read(record, org.computingpower.terms.signed.AttestationRecord.class)
                .sign(stranger, market.domains());
        ((ObjectNode) world.bundle().path("verdict")).put("signature", signature.toString());

        assertThat(AttestedOrder.failed(verify())).containsExactly("validator-verdict");
    }

    @Test
    void checksASavedBundleWithoutTheNetwork() throws Exception {
        Path file = home.resolve("bundle.json");
        Files.writeString(file, world.bundle().toString());
        assertThat(verify().exitCode()).isZero();
        String policy = world.order.policyHash().toString();
        world.market.close();

        Run run = world.run("evidence", "verify", file.toString(), "--policy-hash", policy, "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("the chain was not asked");
    }

    @Test
    void signsTheOrderAfterTheCheck() {
        AtomicReference<Signature> signed = new AtomicReference<>();
        world.market.server().on("POST /api/orders/v1/" + world.orderId() + "/signature", request -> {
            signed.set(Signature.parse(request.json().path("signature").asText()));
            return Reply.ok(world.orderView());
        });

        Run run = world.run("order", "sign", world.orderId());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(world.order.isSignedBy(AttestedOrder.USER.address(), signed.get(), market.domains()))
                .isTrue();
    }

    @Test
    void signsNothingForANodeWhoseEvidenceFails() {
        world.market.onCall(TestMarket.NODE_REGISTRY, "node(bytes32)", call -> "0x" + "0".repeat(64 * 14));

        Run run = world.run("order", "sign", world.orderId());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("chain-record", "no record of the node");
        assertThat(world.market.server().requests("POST /api/orders/v1/" + world.orderId() + "/signature"))
                .isEmpty();
    }

    @Test
    void signsNoOtherTermsThanTheOrderId() {
        ObjectNode view = world.orderView().deepCopy();
        ((ObjectNode) view.path("order")).put("totalPrice", "2000");
        world.market.server().on("GET /api/orders/v1/" + world.orderId(), request -> Reply.ok(view));

        Run run = world.run("order", "sign", world.orderId());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("other terms");
    }

    private Reply takeData(Request request) {
        DataManifest manifest = Json.read(request.json().path("manifest"), DataManifest.class);
        Signature signature = Signature.parse(request.json().path("signature").asText());
        byte[] ciphertext =
                Base64.getDecoder().decode(request.json().path("ciphertext").asText());
        byte[] encapsulation =
                Base64.getDecoder().decode(request.json().path("encapsulation").asText());
        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(world.hpke.generatePublicKey(), world.hpke);
        try {
            byte[] opened = hpke.setupBaseR(encapsulation, pair, new byte[0])
                    .open(SealedData.associatedData(world.order.orderId(), world.quoteHash), ciphertext);
            if (!new String(opened, java.nio.charset.StandardCharsets.UTF_8).equals("1,2\n3,4\n")
                    || !manifest.isSignedBy(AttestedOrder.USER.address(), signature, market.domains())
                    || !manifest.ciphertextSha256().equals(Digests.sha256(ciphertext))) {
                return Reply.problem(403, "data-refused", "not the user's data");
            }
        } catch (InvalidCipherTextException e) {
            return Reply.problem(422, "not-sealed-for-this", "does not open");
        }
        DataReceipt receipt = new DataReceipt(manifest.orderId(), manifest.seq(), manifest.ciphertextSha256(), 1);
        ObjectNode answer = Json.object();
        answer.set("receipt", Json.of(receipt));
        return Reply.ok(answer.put(
                "signature", receipt.sign(receiptKey.get(), market.domains()).toString()));
    }

    private final AtomicReference<SigningKey> receiptKey = new AtomicReference<>(AttestedOrder.NODE);

    private String route() {
        return "/data/v1/orders/" + world.orderId();
    }

    @Test
    void sealsDataForTheAttestedGatewayAndCountsThePieces() {
        world.gateway.on("POST " + route(), this::takeData);

        Run first = world.run("data", "send", world.orderId(), data.toString(), "--accept", "SIMULATED", "-o", "json");
        Run second = world.run("data", "send", world.orderId(), data.toString(), "--accept", "SIMULATED", "-o", "json");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.json().path("receipt").path("seq").asInt()).isEqualTo(1);
        assertThat(second.json().path("receipt").path("seq").asInt()).isEqualTo(2);
    }

    @Test
    void sendsNothingUnlessTheWeakProtectionIsAcceptedByName() {
        world.gateway.on("POST " + route(), this::takeData);

        Run silent = world.run("data", "send", world.orderId(), data.toString());
        Run tooMuch = world.run("data", "send", world.orderId(), data.toString(), "--accept", "GATEWAY_ENCLAVE");

        assertThat(silent.exitCode()).isEqualTo(1);
        assertThat(silent.err()).contains("SIMULATED, NOT INTEL", "--accept SIMULATED");
        assertThat(tooMuch.exitCode()).isEqualTo(1);
        assertThat(world.gateway.requests("POST " + route())).isEmpty();
    }

    @Test
    void sealsNothingOnStaleEvidence() {
        world.gateway.on("POST " + route(), this::takeData);

        Run run = world.runAt(
                AttestedOrder.NOW.plus(Duration.ofHours(25)),
                "data",
                "send",
                world.orderId(),
                data.toString(),
                "--accept",
                "SIMULATED");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Sealing data is refused here", "freshness");
        assertThat(world.gateway.requests("GET /identity/v1")).isEmpty();
        assertThat(world.gateway.requests("POST " + route())).isEmpty();
    }

    @Test
    void sealsNothingToAKeyThatTheQuoteDoesNotBind() {
        world.gateway.on("POST " + route(), this::takeData);
        ((ObjectNode) world.bundle().path("binding"))
                .put("hpkePublicKey", Digests.keccak256OfText("mine").toString());

        Run run = world.run("data", "send", world.orderId(), data.toString(), "--accept", "SIMULATED");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Sealing data is refused here", "report-data");
        assertThat(world.gateway.requests("GET /identity/v1")).isEmpty();
        assertThat(world.gateway.requests("POST " + route())).isEmpty();
    }

    @Test
    void asksForThePolicyOfTheOrder() {
        AtomicReference<String> query = new AtomicReference<>("");
        world.market
                .server()
                .on(
                        "GET /validators/0/api/attestation/v1/nodes/" + AttestedOrder.NODE.nodeId() + "/bundle",
                        request -> {
                            query.set(request.query());
                            return Reply.ok(world.bundle());
                        });

        assertThat(verify().exitCode()).isZero();

        assertThat(query.get()).isEqualTo("policyHash=" + world.order.policyHash());
    }

    @Test
    void findsATamperedBundleOffline() throws Exception {
        assertThat(verify().exitCode()).isZero();
        String policy = world.order.policyHash().toString();
        byte[] quote = Base64.getDecoder().decode(world.bundle().path("quote").asText());
        quote[120] ^= 1;
        world.bundle().put("quote", Base64.getEncoder().encodeToString(quote));
        Path file = home.resolve("tampered.json");
        Files.writeString(file, world.bundle().toString());
        world.market.close();

        Run run = world.run("evidence", "verify", file.toString(), "--policy-hash", policy, "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(AttestedOrder.failed(run)).contains("quote-signature", "validator-verdict");
    }

    @Test
    void sealsNothingForAGatewayWithAnotherTlsKey() throws Exception {
        try (TestServer impostor = TestServer.tls(TestTls.create().context()).on("POST " + route(), this::takeData)) {
            world.market
                    .server()
                    .on(
                            "GET /api/registry/v1/nodes/" + AttestedOrder.NODE.nodeId(),
                            request -> Reply.ok(Json.object().put("gatewayOrigin", impostor.url())));

            Run run = world.run("data", "send", world.orderId(), data.toString(), "--accept", "SIMULATED");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("is not the attested one");
            assertThat(impostor.requests("POST " + route())).isEmpty();
        }
    }

    @Test
    void believesNoReceiptThatTheNodeDidNotSign() {
        receiptKey.set(AttestedOrder.USER);
        world.gateway.on("POST " + route(), this::takeData);

        Run run = world.run("data", "send", world.orderId(), data.toString(), "--accept", "SIMULATED");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("receipt is not the node's signed statement");
    }
}
