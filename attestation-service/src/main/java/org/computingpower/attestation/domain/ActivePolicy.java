package org.computingpower.attestation.domain;

import java.nio.charset.StandardCharsets;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.terms.signed.PolicyActivation;

/**
 * The policy in force.
 *
 * @param activation the statement of the quorum
 * @param document the policy byte for byte
 * @param policy the same, read
 */
public record ActivePolicy(PolicyActivation activation, Bytes document, Policy policy) {

    /** Reads an activated policy; its signatures were checked before. */
    public static ActivePolicy of(PolicyActivated activated) throws JsonFormatException {
        Bytes document = Bytes.copyOf(activated.document().getBytes(StandardCharsets.UTF_8));
        return new ActivePolicy(activated.activation(), document, Policy.parse(document));
    }

    /** Version that the quorum gave it. */
    public long version() {
        return activation.version();
    }
}
