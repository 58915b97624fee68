package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.computingpower.attestation.domain.EvidenceRefusal;
import org.computingpower.attestation.domain.EvidenceRules;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.jboss.logging.Logger;

/**
 * Lets published evidence in to be judged. What the node did not sign is left out: it would use up the node's block.
 */
@ApplicationScoped
public class AdmitEvidence {
    private static final Logger LOG = Logger.getLogger(AdmitEvidence.class);

    private final EvidenceRules rules;
    private final EvidenceStore evidence;
    private final Workers workers;
    private final InstantSource clock;

    AdmitEvidence(EvidenceRules rules, EvidenceStore evidence, Workers workers, InstantSource clock) {
        this.rules = rules;
        this.evidence = evidence;
        this.workers = workers;
        this.clock = clock;
    }

    /** Adds evidence in the order in which it was published. */
    public Uni<Void> admit(SqlClient transaction, List<EvidenceSubmitted> published) {
        List<Supplier<Optional<EvidenceSubmitted>>> checks = published.stream()
                .<Supplier<Optional<EvidenceSubmitted>>>map(one -> () -> check(one))
                .toList();
        return workers.runAll(checks).chain(checked -> {
            List<EvidenceSubmitted> admitted =
                    checked.stream().flatMap(Optional::stream).toList();
            return admitted.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : evidence.add(transaction, admitted, clock.instant());
        });
    }

    private Optional<EvidenceSubmitted> check(EvidenceSubmitted published) {
        Optional<EvidenceRefusal> refusal = rules.form(published);
        refusal.ifPresent(why -> LOG.warnf(
                "Evidence of another's making evidenceId=%s nodeId=%s submittedTo=%s reason=%s",
                published.evidenceId(), published.nodeId(), published.submittedTo(), why.detail()));
        return refusal.isPresent() ? Optional.empty() : Optional.of(published);
    }
}
