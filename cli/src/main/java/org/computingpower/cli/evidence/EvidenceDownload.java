package org.computingpower.cli.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.cli.http.ApiRefusal;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.PolicyActivation;

/** Fetches a node's evidence from any validator and checks it here. */
public final class EvidenceDownload {
    private final Session session;

    public EvidenceDownload(Session session) {
        this.session = session;
    }

    /** Checks the node's current evidence under a policy. */
    public VerifiedEvidence verify(NodeId nodeId, Bytes32 policyHash, Optional<String> validatorUrl) {
        NodeBundle bundle = NodeBundle.parse(download(nodeId, policyHash, validatorUrl));
        if (!bundle.nodeId().equals(nodeId)) {
            throw new CliException("The validator gave out the evidence of another node.");
        }
        return verify(bundle, policyHash);
    }

    /** Checks a bundle with the chain's help. */
    public VerifiedEvidence verify(NodeBundle bundle, Bytes32 policyHash) {
        EvidenceVerification.Chain chain = new EvidenceVerification.Chain(session.rpc(), session.contracts());
        return new EvidenceVerification(
                        session.market(), policyHash, session.clock().instant())
                .verify(bundle, Optional.of(chain));
    }

    /** The bytes of the bundle with this policy, from the first validator that has it. */
    public byte[] download(NodeId nodeId, Bytes32 policyHash, Optional<String> validatorUrl) {
        List<String> urls = new ArrayList<>();
        validatorUrl.ifPresentOrElse(
                urls::add,
                () -> session.market()
                        .validators()
                        .forEach(member -> urls.add(member.url().toString())));
        List<String> failures = new ArrayList<>();
        for (String url : urls) {
            try {
                return session.validator(url)
                        .getBytes("/api/attestation/v1/nodes/" + nodeId + "/bundle?policyHash=" + policyHash);
            } catch (ApiRefusal e) {
                failures.add(url + ": " + e.detail());
            } catch (CliException e) {
                failures.add(url + ": " + e.getMessage());
            }
        }
        throw new CliException("No validator gave out evidence of " + nodeId + ". " + String.join("; ", failures));
    }

    /**
     * Hash of the active policy. The registry's word is not enough: the document must have that hash, and a quorum of
     * the market file's validators must have signed its activation.
     */
    public Bytes32 activePolicyHash() {
        JsonNode active = session.platform().get("/api/registry/v1/policies/active");
        MarketFile market = session.market();
        JsonNode statement = active.has("activation") ? active.path("activation") : active;
        Bytes32 hash = Digests.sha256(Json.text(active, "document").getBytes(StandardCharsets.UTF_8));
        PolicyActivation activation = new PolicyActivation(
                statement.path("setVersion").asLong(market.setVersion()),
                statement.path("version").asLong(),
                hash,
                statement.path("effectiveEpoch").asLong());
        long signers = signatures(active).stream()
                .flatMap(signature -> activation.signer(signature, market.domains()).stream())
                .filter(signer -> isValidator(market, signer))
                .distinct()
                .count();
        if (signers < market.validatorThreshold()) {
            throw new CliException("The active policy is signed by " + signers + " validators; "
                    + market.validatorThreshold() + " are needed.");
        }
        return hash;
    }

    private static List<Signature> signatures(JsonNode active) {
        List<Signature> signatures = new ArrayList<>();
        for (JsonNode entry : active.path("signatures")) {
            JsonNode text = entry.isTextual() ? entry : entry.path("signature");
            try {
                signatures.add(Signature.parse(text.asText()));
            } catch (IllegalArgumentException e) {
                throw new CliException("The active policy carries a malformed signature.");
            }
        }
        return signatures;
    }

    private static boolean isValidator(MarketFile market, Address signer) {
        return market.validators().stream().anyMatch(member -> member.address().equals(signer));
    }
}
