package org.computingpower.attestation.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.computingpower.attestation.application.AdmitEvidence;
import org.computingpower.attestation.application.JudgeEvidence;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Evidence that any validator received; judged here by this one. */
@ApplicationScoped
class EvidenceConsumer implements EventConsumer {
    private final AdmitEvidence admission;
    private final JudgeEvidence judging;

    EvidenceConsumer(AdmitEvidence admission, JudgeEvidence judging) {
        this.admission = admission;
        this.judging = judging;
    }

    @Override
    public String name() {
        return "attestation.evidence";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.ATTESTATION_EVIDENCE);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return applyAll(transaction, List.of(event));
    }

    @Override
    public Uni<Void> applyAll(SqlConnection transaction, List<ReceivedEvent> events) {
        List<EvidenceSubmitted> published = new ArrayList<>();
        for (ReceivedEvent event : events) {
            if (Facts.read(event).orElse(null) instanceof EvidenceSubmitted evidence) {
                published.add(evidence);
            }
        }
        return published.isEmpty()
                ? Facts.nothing()
                : admission.admit(transaction, published).invoke(judging::soon);
    }
}
