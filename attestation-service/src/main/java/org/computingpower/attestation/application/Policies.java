package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.attestation.application.Outcome.Done;
import org.computingpower.attestation.application.Outcome.Refused;
import org.computingpower.attestation.domain.ActivePolicy;
import org.computingpower.attestation.domain.Market;
import org.computingpower.attestation.domain.PolicyRefusal;
import org.computingpower.attestation.domain.PolicyRules;
import org.computingpower.attestation.domain.ValidatorKey;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.PolicyActivation;

/** The appraisal policy: signed here as a validator, in force when a quorum signed it. */
@ApplicationScoped
public class Policies {
    private final Market market;
    private final PolicyRules rules;
    private final PolicyStore policies;
    private final ValidatorKey key;

    Policies(Market market, PolicyStore policies, ValidatorKey key) {
        this.market = market;
        this.rules = new PolicyRules(market);
        this.policies = policies;
        this.key = key;
    }

    /** Signs a policy as this validator; never two documents for one version. */
    public Uni<Outcome<Signature, PolicyRefusal>> sign(
            SqlClient transaction, String document, PolicyActivation activation) {
        Optional<PolicyRefusal> refusal = rules.signable(document, activation);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(new Refused<>(refusal.get()));
        }
        return policies.sign(transaction, activation)
                .map(signed -> signed.equals(activation.policyHash())
                        ? new Done<>(key.sign(activation))
                        : new Refused<>(new PolicyRefusal.VersionSigned(activation.version(), signed)));
    }

    /** Takes over an activated policy; false if no quorum signed it or it is none. */
    public Uni<Boolean> activated(SqlClient transaction, PolicyActivated activated) {
        boolean good = rules.isActivated(activated)
                && rules.signable(activated.document(), activated.activation()).isEmpty();
        return good
                ? policies.add(transaction, activated).replaceWith(true)
                : Uni.createFrom().item(false);
    }

    /** The policy in force at an instant. */
    public Uni<Optional<ActivePolicy>> inForce(SqlClient client, Instant now) {
        return policies.inForce(client, market.epochAt(now)).map(found -> found.map(Policies::read));
    }

    private static ActivePolicy read(PolicyActivated activated) {
        try {
            return ActivePolicy.of(activated);
        } catch (JsonFormatException e) {
            throw new IllegalStateException("A stored policy cannot be read", e);
        }
    }
}
