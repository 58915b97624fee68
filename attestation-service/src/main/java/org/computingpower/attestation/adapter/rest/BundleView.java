package org.computingpower.attestation.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.computingpower.attestation.application.BundleParts;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.Market;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.EventJson;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;

/**
 * The evidence bundle of {@link EvidenceBundle} with members beside it: {@code binding}, from which a reader computes
 * the report data anew, and {@code verdict}, the signed verdict as published.
 */
final class BundleView {
    private static final ObjectMapper JSON = EventJson.newMapper();

    private BundleView() {}

    static byte[] json(BundleParts parts, Market market) {
        EvidenceSubmitted evidence = parts.evidence();
        EvidenceBundle bundle = new EvidenceBundle(
                Bytes.copyOf(evidence.quote()),
                Optional.ofNullable(evidence.pckChain())
                        .map(chain -> Bytes.copyOf(chain.getBytes(StandardCharsets.US_ASCII))),
                parts.collateral(),
                parts.policyDocument(),
                parts.appraisedAt(),
                Optional.of(parts.expectedReportData()),
                parts.grace());
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(bundle.toJson().toByteArray());
            ObjectNode binding = json.putObject("binding");
            binding.put("chainId", market.chainId());
            binding.put("nodeRegistry", market.nodeRegistry().toString());
            binding.put("nodeId", evidence.nodeId().toString());
            binding.put("nodePublicKey", evidence.nodePublicKey());
            binding.put("stakeAccount", evidence.stakeAccount().toString());
            binding.put("payee", evidence.payee().toString());
            binding.put("hpkePublicKey", evidence.hpkePublicKey().toString());
            binding.put("tlsSpkiSha256", evidence.tlsSpkiSha256().toString());
            binding.put("blockNumber", evidence.blockNumber());
            binding.put("blockHash", parts.blockHash().toString());
            FinalizedBlock block =
                    new FinalizedBlock(evidence.blockNumber(), parts.blockHash(), evidence.submittedAt());
            binding.put("nonce", market.nonce(block, evidence.nodeId()).toString());
            json.put("trustDomain", parts.judged().trustDomain());
            json.put("trustRootHash", market.trustRootHash().toString());
            json.set("verdict", JSON.valueToTree(parts.judged()));
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The bundle has no JSON form", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
