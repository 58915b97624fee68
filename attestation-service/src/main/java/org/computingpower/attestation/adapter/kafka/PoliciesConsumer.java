package org.computingpower.attestation.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.attestation.application.Policies;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.PoisonEventException;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Policies that a quorum signed; without its signatures an event is poison. */
@ApplicationScoped
class PoliciesConsumer implements EventConsumer {
    private final Policies policies;

    PoliciesConsumer(Policies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "attestation.policies";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.REGISTRY_POLICIES);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return Facts.read(event).orElse(null) instanceof PolicyActivated activated
                ? policies.activated(transaction, activated)
                        .invoke(taken -> {
                            if (!taken) {
                                throw new PoisonEventException("No quorum signed this policy, or it is none");
                            }
                        })
                        .replaceWithVoid()
                : Facts.nothing();
    }
}
