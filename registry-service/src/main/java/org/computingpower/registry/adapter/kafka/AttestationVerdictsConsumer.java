package org.computingpower.registry.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.AttestationVerdictEvent.AttestationStatusChanged;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.registry.application.AttestationFacts;

/** Validators' verdicts on evidence; worth what their signatures are. */
@ApplicationScoped
class AttestationVerdictsConsumer implements EventConsumer {
    private final AttestationFacts facets;

    AttestationVerdictsConsumer(AttestationFacts facets) {
        this.facets = facets;
    }

    @Override
    public String name() {
        return "registry.attestation-verdicts";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.ATTESTATION_VERDICTS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return switch (Facts.read(event).orElse(null)) {
            case AttestationJudged judged -> facets.judged(transaction, judged);
            case AttestationStatusChanged changed -> facets.statusChanged(transaction, changed);
            case null, default -> Facts.nothing();
        };
    }
}
