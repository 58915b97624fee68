package org.computingpower.attestation.domain;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.SignedBy;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.signed.PolicyActivation;

/** Which policies a validator signs, and which activations it believes. */
public final class PolicyRules {
    private final Market market;

    /** The rules of a market. */
    public PolicyRules(Market market) {
        this.market = market;
    }

    /** Why {@code document} may not be signed; empty if it may. Strict: an unknown rule is a refusal. */
    public Optional<PolicyRefusal> signable(String document, PolicyActivation activation) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        if (!Digests.sha256(bytes).equals(activation.policyHash())) {
            return unacceptable("policyHash is not the SHA-256 of the document");
        }
        if (activation.setVersion() != market.validators().setVersion()) {
            return unacceptable(
                    "the validator set has version " + market.validators().setVersion());
        }
        try {
            return signable(Policy.parse(Bytes.copyOf(bytes)), activation);
        } catch (JsonFormatException e) {
            return unacceptable("not a policy document: " + e.getMessage());
        }
    }

    private Optional<PolicyRefusal> signable(Policy policy, PolicyActivation activation) {
        if (policy.version() != activation.version()) {
            return unacceptable("the document has version " + policy.version() + ", not " + activation.version());
        }
        if (!policy.trustRoots().equals(Set.of(market.trustRoot().sha256()))) {
            return unacceptable("trustRoots is not exactly the market's root " + market.trustRootHash());
        }
        if (policy.dangerousAllowSimulatedDebug() && !market.isLocal()) {
            return unacceptable("debug enclaves are for markets of profile local");
        }
        return Optional.empty();
    }

    /** Whether a quorum of the market's validators signed exactly this document. */
    public boolean isActivated(PolicyActivated activated) {
        PolicyActivation activation = activated.activation();
        boolean documentSigned = Digests.sha256(activated.document().getBytes(StandardCharsets.UTF_8))
                .equals(activation.policyHash());
        if (!documentSigned || activation.setVersion() != market.validators().setVersion()) {
            return false;
        }
        Set<Address> signers = new HashSet<>();
        for (SignedBy signed : activated.signatures()) {
            activation
                    .signer(signed.signature(), market.domains())
                    .filter(market.validators().members()::contains)
                    .ifPresent(signers::add);
        }
        return signers.size() >= market.validators().threshold();
    }

    private static Optional<PolicyRefusal> unacceptable(String reason) {
        return Optional.of(new PolicyRefusal.Unacceptable(reason));
    }
}
