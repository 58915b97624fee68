package org.computingpower.attestation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.computingpower.attestation.domain.ActivePolicy;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.IntelDcap;
import org.computingpower.attestation.domain.Market;
import org.computingpower.attestation.domain.RegisteredNode;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.appraise.PolicyBuilder;
import org.computingpower.sgx.dcap.appraise.SgxMeasurement;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.EvidenceEnvelope;
import org.computingpower.terms.signed.PolicyActivation;

/** A market, nodes and evidence under a simulated PKI. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final SimulatedPki PKI =
            SimulatedPki.create(Bytes.copyOf(new byte[32]), Instant.parse("2026-01-20T00:00:00Z"));
    public static final SigningKey VALIDATOR = key(1);
    public static final FinalizedBlock BLOCK =
            new FinalizedBlock(100, Digests.sha256(new byte[] {1}), NOW.minusSeconds(600));

    private static final SecureRandom RANDOM = new SecureRandom();

    private Samples() {}

    public static SigningKey key(int scalar) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) scalar;
        return SigningKey.of(Bytes32.of(bytes));
    }

    public static String marketJson(SimulatedPki pki) {
        try (InputStream template =
                Objects.requireNonNull(Samples.class.getResourceAsStream("/market-template.json"))) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${trustRootHash}", "0x" + pki.trustRoot().sha256().hex());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static MarketFile marketFile(String json) {
        try {
            return MarketFileReader.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kind of evidence that a market takes. */
    public static IntelDcap dcap(Market market) {
        return new IntelDcap(market.trustRoot(), QuoteVerifier.create());
    }

    public static Market market() {
        return Market.of(marketFile(marketJson(PKI)), PKI.trustRoot());
    }

    public static PolicyBuilder policyOf(SimulatedPki pki, long version) {
        return Policy.standard(version, pki.trustRoot().sha256())
                .sgx(List.of(new SgxMeasurement.ByEnclave(
                        EnclaveSpec.simulatedGateway().mrEnclave())));
    }

    public static ActivePolicy active(Policy policy) {
        return new ActivePolicy(activation(policy), policy.toDocument(), policy);
    }

    public static String document(Policy policy) {
        return new String(policy.toDocument().toByteArray(), StandardCharsets.UTF_8);
    }

    public static PolicyActivation activation(Policy policy) {
        return new PolicyActivation(
                1, policy.version(), Digests.sha256(policy.toDocument().toByteArray()), 0);
    }

    public static CollateralAnswer collateral(TcbScenario scenario, Instant issuedAt) {
        CollateralResult result = CollateralVerifier.verifySignatures(
                PKI.collateral(Tee.SGX, PlatformSpec.named("any"), scenario, issuedAt),
                PKI.trustRoot(),
                CollateralRules.standard());
        return switch (result) {
            case CollateralResult.Verified verified ->
                new CollateralAnswer.Available(verified.collateral(), TcbRecoveries.none());
            case CollateralResult.Rejected rejected -> new CollateralAnswer.Refused(rejected);
        };
    }

    /** A node with keys of its own. */
    public record TestNode(SigningKey nodeKey, SigningKey wallet, String platform) {
        public static TestNode random() {
            return onPlatform(UUID.randomUUID().toString());
        }

        public static TestNode onPlatform(String platform) {
            return new TestNode(SigningKey.generate(RANDOM), SigningKey.generate(RANDOM), platform);
        }

        public RegisteredNode registered() {
            return new RegisteredNode(
                    nodeKey.nodeId(),
                    nodeKey.verifyingKey(),
                    wallet.address(),
                    wallet.address(),
                    wallet.address(),
                    true,
                    1);
        }

        public Bytes reportData(Market market, FinalizedBlock block) {
            return Bytes.copyOf(new AttestationBinding(
                            market.chainId(),
                            market.nodeRegistry(),
                            nodeKey.verifyingKey(),
                            wallet.address(),
                            wallet.address(),
                            Bytes32.ZERO,
                            Bytes32.ZERO,
                            block.number(),
                            market.nonce(block, nodeKey.nodeId()))
                    .reportData());
        }

        public byte[] quote(SimulatedPki pki, Market market, FinalizedBlock block, EnclaveSpec enclave) {
            return pki.platform(PlatformSpec.named(platform)).sgxQuote(enclave, reportData(market, block));
        }

        public EvidenceSubmitted evidence(Market market, FinalizedBlock block) {
            return evidence(
                    market, block, quote(PKI, market, block, EnclaveSpec.simulatedGateway()), nodeKey, BLOCK.time());
        }

        public EvidenceSubmitted evidence(
                Market market, FinalizedBlock block, byte[] quote, SigningKey signer, Instant submittedAt) {
            EvidenceEnvelope envelope = new EvidenceEnvelope(nodeKey.nodeId(), Digests.sha256(quote), block.number());
            return new EvidenceSubmitted(
                    UUID.randomUUID(),
                    nodeKey.nodeId(),
                    nodeKey.verifyingKey().toString(),
                    wallet.address(),
                    wallet.address(),
                    wallet.address(),
                    Bytes32.ZERO,
                    Bytes32.ZERO,
                    block.number(),
                    quote,
                    null,
                    envelope,
                    envelope.sign(signer, market.domains()),
                    envelope.sign(wallet, market.domains()),
                    VALIDATOR.address(),
                    submittedAt);
        }
    }
}
