package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.SignedBy;
import org.computingpower.registry.domain.Outcome;
import org.computingpower.registry.domain.Refusal;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.PolicyActivation;

/** The appraisal policy that all validators judge by: proposed by the operator, in force when a quorum signed it. */
@ApplicationScoped
public class Policies {
    private final PolicyStore policies;
    private final Publisher publisher;
    private final Market market;

    Policies(PolicyStore policies, Publisher publisher, Market market) {
        this.policies = policies;
        this.publisher = publisher;
        this.market = market;
    }

    /** The active policy. */
    public Uni<Optional<PolicyActivated>> active(SqlClient client) {
        return policies.latest(client);
    }

    /** Activates the next version. */
    public Uni<Outcome<PolicyActivated>> activate(
            SqlClient transaction, String document, PolicyActivation activation, List<Signature> signatures) {
        if (!Digests.sha256(document.getBytes(StandardCharsets.UTF_8)).equals(activation.policyHash())) {
            return refused(new Refusal.Malformed("policyHash is not the SHA-256 of the document"));
        }
        List<SignedBy> valid = members(activation, signatures);
        int threshold = market.validators().threshold();
        if (activation.setVersion() != market.validators().setVersion() || valid.size() < threshold) {
            return refused(new Refusal.NoQuorum(valid.size(), threshold));
        }
        return policies.latest(transaction).chain(latest -> {
            long expected = latest.map(policy -> policy.activation().version()).orElse(0L) + 1;
            PolicyActivated next = new PolicyActivated(document, activation, valid);
            if (latest.isPresent() && latest.get().activation().equals(activation)) {
                return Uni.createFrom().item(Outcome.done(latest.get()));
            }
            if (activation.version() != expected) {
                return refused(new Refusal.WrongVersion(expected, activation.version()));
            }
            return policies.insert(transaction, next)
                    .chain(inserted -> inserted
                            ? publisher.publish(transaction, next).replaceWith(Outcome.created(next))
                            : refused(new Refusal.WrongVersion(expected + 1, activation.version())));
        });
    }

    private List<SignedBy> members(PolicyActivation activation, List<Signature> signatures) {
        return signatures.stream()
                .flatMap(signature -> activation.signer(signature, market.domains()).stream()
                        .filter(market.validators().members()::contains)
                        .map(signer -> new SignedBy(signer, signature)))
                .collect(java.util.stream.Collectors.toMap(SignedBy::signer, one -> one, (one, other) -> one))
                .values()
                .stream()
                .sorted(Comparator.comparing(SignedBy::signer))
                .toList();
    }

    private static <T> Uni<Outcome<T>> refused(Refusal refusal) {
        return Uni.createFrom().item(Outcome.refused(refusal));
    }
}
