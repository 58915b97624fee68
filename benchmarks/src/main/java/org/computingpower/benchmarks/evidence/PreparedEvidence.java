package org.computingpower.benchmarks.evidence;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.events.EventJson;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.StakeStatus;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.EvidenceEnvelope;

/**
 * One node with a quote of a platform of its own, ready to be sent: the dearest case, in which no key was met before.
 *
 * @param registered what the registry says of the node
 * @param quote the quote
 * @param body JSON of {@code POST /evidence}
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one run.
record PreparedEvidence(NodeChanged registered, byte[] quote, byte[] body) {

    /** A finalized block over which all evidence of a run is made. */
    record Block(long number, Bytes32 hash, Instant time) {}

    String nodeId() {
        return registered.nodeId().toString();
    }

    static PreparedEvidence make(MarketFile market, SimulatedPki pki, Block block, SecureRandom random) {
        SigningKey node = SigningKey.generate(random);
        SigningKey wallet = SigningKey.generate(random);
        AttestationBinding binding = new AttestationBinding(
                market.chainId(),
                market.contracts().nodeRegistry(),
                node.verifyingKey(),
                wallet.address(),
                wallet.address(),
                Bytes32.ZERO,
                Bytes32.ZERO,
                block.number(),
                AttestationBinding.nonce(market.chainId(), block.number(), block.hash(), node.nodeId()));
        byte[] quote = pki.platform(PlatformSpec.named(node.nodeId().toString()))
                .sgxQuote(EnclaveSpec.simulatedGateway(), Bytes.copyOf(binding.reportData()));
        EvidenceEnvelope envelope = new EvidenceEnvelope(node.nodeId(), Digests.sha256(quote), block.number());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("nodeId", node.nodeId());
        body.put("nodePublicKey", node.verifyingKey());
        body.put("provider", wallet.address());
        body.put("stakeAccount", wallet.address());
        body.put("payee", wallet.address());
        body.put("hpkePublicKey", Bytes32.ZERO);
        body.put("tlsSpkiSha256", Bytes32.ZERO);
        body.put("blockNumber", block.number());
        body.put("quote", quote);
        body.put("envelope", envelope);
        body.put("nodeSignature", envelope.sign(node, market.domains()));
        body.put("stakeSignature", envelope.sign(wallet, market.domains()));
        try {
            return new PreparedEvidence(
                    registered(node, wallet), quote, EventJson.newMapper().writeValueAsBytes(body));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static NodeChanged registered(SigningKey node, SigningKey wallet) {
        return new NodeChanged(
                node.nodeId(),
                node.verifyingKey().toString(),
                UUID.randomUUID(),
                "provider",
                wallet.address(),
                wallet.address(),
                wallet.address(),
                "https://127.0.0.1:8160",
                "eu-1",
                List.of(),
                null,
                null,
                NodeLifecycle.VERIFYING,
                new NodeAttestation(AttestationFacet.NONE, null, null, null, null, null, null),
                new NodeStake(
                        StakeStatus.NONE, TokenAmount.of(5), TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.of(1)),
                new NodePower(PowerStatus.UNRATED, 0, 0),
                List.of(),
                false,
                1,
                1,
                null);
    }
}
