package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.session.Json;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.appraise.SgxMeasurement;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.TcbStatus;
import org.computingpower.terms.signed.TeeType;

/** An order of a user on a node whose quote, collateral, policy, verdict and record are real, under a simulated root. */
final class AttestedOrder implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final SigningKey USER = SigningKey.of(Digests.keccak256OfText("user"));
    static final SigningKey NODE = SigningKey.of(Digests.keccak256OfText("node"));
    static final SigningKey PROVIDER = SigningKey.of(Digests.keccak256OfText("provider"));
    static final SimulatedPki PKI = SimulatedPki.create(Bytes.ofHex("11".repeat(32)), NOW.minus(Duration.ofDays(30)));
    private static final PlatformSpec PLATFORM = PlatformSpec.named("test");
    private static final long BLOCK = 42;
    private static final Bytes32 BLOCK_HASH = Digests.keccak256OfText("block");

    final TestMarket market;
    final TestServer gateway;
    final TestTls tls;
    final X25519PrivateKeyParameters hpke = new X25519PrivateKeyParameters(new SecureRandom());
    final Order order;
    final Bytes32 quoteHash;
    private final Map<String, String> environment;
    private final ObjectNode bundle;
    private final AttestationRecord record;

    AttestedOrder(Path home) throws Exception {
        market = new TestMarket(Bytes32.of(PKI.trustRoot().sha256().toByteArray()));
        tls = TestTls.create();
        gateway = TestServer.tls(tls.context());
        environment = market.environment(home);
        MarketFile file = market.market();
        Bytes policy = Policy.standard(1, PKI.trustRoot().sha256())
                .sgx(List.of(new SgxMeasurement.ByEnclave(
                        EnclaveSpec.simulatedGateway().mrEnclave())))
                .build()
                .toDocument();
        AttestationBinding binding = new AttestationBinding(
                file.chainId(),
                file.contracts().nodeRegistry(),
                NODE.verifyingKey(),
                PROVIDER.address(),
                PROVIDER.address(),
                hpkeKey(),
                tls.spkiSha256(),
                BLOCK,
                AttestationBinding.nonce(file.chainId(), BLOCK, BLOCK_HASH, NODE.nodeId()));
        byte[] quote =
                PKI.platform(PLATFORM).sgxQuote(EnclaveSpec.simulatedGateway(), Bytes.copyOf(binding.reportData()));
        quoteHash = Digests.sha256(quote);
        record = record(file);
        bundle = bundle(quote, policy, binding);
        order = order(Digests.sha256(policy.toByteArray()));
        serve();
    }

    Bytes32 hpkeKey() {
        return Bytes32.of(hpke.generatePublicKey().getEncoded());
    }

    /** The user's wallet is in the client's home from now on; {@code keyFile} holds its key. */
    void importWallet(Path keyFile) throws IOException {
        Files.writeString(keyFile, USER.dangerousSecretBytes().toString());
        Run imported = run("wallet", "import", "--key-file", keyFile.toString(), "--light");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
    }

    String orderId() {
        return order.orderId().toString();
    }

    Run run(String... args) {
        return runAt(NOW, args);
    }

    Run runAt(Instant instant, String... args) {
        return Run.of(environment, InstantSource.fixed(instant), args);
    }

    /** Gives the validator another bundle to hand out. */
    ObjectNode bundle() {
        return bundle;
    }

    private AttestationRecord record(MarketFile file) {
        return new AttestationRecord(
                file.setVersion(),
                NODE.nodeId(),
                1,
                NODE.verifyingKey().x(),
                NODE.verifyingKey().y(),
                PROVIDER.address(),
                PROVIDER.address(),
                PROVIDER.address(),
                quoteHash,
                TeeType.SGX,
                file.trustRootHash(),
                TcbStatus.UP_TO_DATE,
                1,
                BLOCK,
                NOW.minusSeconds(60).getEpochSecond(),
                NOW.plus(Duration.ofHours(24)).getEpochSecond());
    }

    private ObjectNode bundle(byte[] quote, Bytes policy, AttestationBinding binding) throws Exception {
        EvidenceBundle evidence = new EvidenceBundle(
                Bytes.copyOf(quote),
                Optional.empty(),
                PKI.collateral(Tee.SGX, PLATFORM, TcbScenario.upToDate(), NOW.minus(Duration.ofDays(1))),
                policy,
                NOW.minusSeconds(30),
                Optional.of(Bytes.copyOf(binding.reportData())));
        ObjectNode json =
                (ObjectNode) Json.parse(new String(evidence.toJson().toByteArray(), StandardCharsets.UTF_8), "bundle");
        json.putObject("binding")
                .put("nodeId", NODE.nodeId().toString())
                .put("nodePublicKey", NODE.verifyingKey().toString())
                .put("stakeAccount", binding.stakeAccount().toString())
                .put("payee", binding.payee().toString())
                .put("hpkePublicKey", binding.hpkePublicKey().toString())
                .put("tlsSpkiSha256", binding.tlsSpkiSha256().toString())
                .put("blockNumber", BLOCK)
                .put("blockHash", BLOCK_HASH.toString());
        ObjectNode verdict = json.putObject("verdict");
        verdict.put("validator", TestMarket.VALIDATOR.address().toString())
                .put(
                        "signature",
                        record.sign(TestMarket.VALIDATOR, market.market().domains())
                                .toString());
        verdict.set("record", Json.of(record));
        return json;
    }

    private Order order(Bytes32 policyHash) throws Exception {
        MarketFile file = market.market();
        return new Order(
                Digests.keccak256OfText("salt"),
                USER.address(),
                PROVIDER.address(),
                PROVIDER.address(),
                PROVIDER.address(),
                NODE.nodeId(),
                Digests.keccak256OfText("offer"),
                file.contracts().token(),
                TokenAmount.of(1_000),
                150,
                file.feeBps(),
                file.validatorShareBps(),
                Mode.EXCLUSIVE,
                10_000,
                policyHash,
                DataProtection.GATEWAY_ENCLAVE,
                NOW.getEpochSecond() + 120,
                NOW.getEpochSecond() + 240);
    }

    private void serve() {
        market.server()
                .on(
                        "GET /validators/0/api/attestation/v1/nodes/" + NODE.nodeId() + "/bundle",
                        request -> Reply.ok(bundle))
                .on("GET /api/orders/v1/" + order.orderId(), request -> Reply.ok(orderView()))
                .on(
                        "GET /api/registry/v1/nodes/" + NODE.nodeId(),
                        request -> Reply.ok(Json.object().put("gatewayOrigin", gateway.url())));
        market.onMethod(
                "eth_getBlockByNumber",
                parameters -> Json.object()
                        .put("number", parameters.path(0).asText())
                        .put("hash", BLOCK_HASH.toString())
                        .put("timestamp", "0x1"));
        market.onCall(TestMarket.NODE_REGISTRY, "node(bytes32)", call -> node());
        gateway.on(
                "GET /identity/v1",
                request -> Reply.ok(Json.object()
                        .put("nodeId", NODE.nodeId().toString())
                        .put("hpkePublicKey", hpkeKey().toString())
                        .put("quoteHash", quoteHash.toString())));
    }

    private String node() {
        return TestMarket.words(
                PROVIDER.address(),
                1L,
                NODE.address(),
                BLOCK,
                PROVIDER.address(),
                record.verifiedAt(),
                0,
                0,
                PROVIDER.address(),
                record.validUntil(),
                1,
                quoteHash,
                Bytes32.ZERO,
                Bytes32.ZERO);
    }

    JsonNode orderView() {
        ObjectNode view =
                Json.object().put("orderId", order.orderId().toString()).put("state", "QUOTED");
        view.set("order", Json.of(order));
        return view;
    }

    /** The names of checks that an output in JSON says failed. */
    static Set<String> failed(Run run) {
        Set<String> failed = new TreeSet<>(new HashSet<>());
        run.json().path("checks").forEach(check -> {
            if (check.path("outcome").asText().equals("FAIL")) {
                failed.add(check.path("name").asText());
            }
        });
        return failed;
    }

    @Override
    public void close() {
        gateway.close();
        market.close();
    }
}
