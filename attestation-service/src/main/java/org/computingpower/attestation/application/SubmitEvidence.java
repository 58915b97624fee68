package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.Outcome.Done;
import org.computingpower.attestation.application.Outcome.Refused;
import org.computingpower.attestation.domain.EvidenceRefusal;
import org.computingpower.attestation.domain.EvidenceRules;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.kit.outbox.OutboxEvent;

/** Takes evidence of nodes and publishes it to all validators. */
@ApplicationScoped
public class SubmitEvidence {
    private final EvidenceRules rules;
    private final EvidenceStore evidence;
    private final BlockStore blocks;
    private final Publisher publisher;
    private final Workers workers;
    private final Pool pool;

    SubmitEvidence(
            EvidenceRules rules,
            EvidenceStore evidence,
            BlockStore blocks,
            Publisher publisher,
            Workers workers,
            Pool pool) {
        this.rules = rules;
        this.evidence = evidence;
        this.blocks = blocks;
        this.publisher = publisher;
        this.workers = workers;
        this.pool = pool;
    }

    /**
     * Evidence whose form was checked, with its event: made in the trace of its request, published with many others.
     *
     * @param evidence what was submitted
     * @param event its event
     */
    public record Checked(EvidenceSubmitted evidence, OutboxEvent event) {}

    /** The last finalized block, over which a nonce may be made. */
    public Uni<Optional<FinalizedBlock>> nonceBlock() {
        return blocks.latest(pool);
    }

    /** Checks what needs no database. */
    public Uni<Outcome<Checked, EvidenceRefusal>> check(EvidenceSubmitted submitted) {
        OutboxEvent event = publisher.event(submitted);
        return workers.run(() -> rules.form(submitted))
                .map(refusal ->
                        refusal.isPresent() ? new Refused<>(refusal.get()) : new Done<>(new Checked(submitted, event)));
    }

    /** Publishes what may be published, each by itself: one outcome per evidence, in their order. */
    public Uni<List<Outcome<EvidenceSubmitted, EvidenceRefusal>>> submit(
            SqlClient transaction, List<Checked> submitted) {
        Set<Long> numbers =
                submitted.stream().map(one -> one.evidence().blockNumber()).collect(Collectors.toSet());
        return blocks.named(transaction, numbers).chain(named -> {
            List<Checked> inTime = submitted.stream()
                    .filter(one -> block(one.evidence(), named).isEmpty())
                    .toList();
            return take(transaction, inTime)
                    .map(taken -> submitted.stream()
                            .map(one -> outcome(one.evidence(), named, taken))
                            .toList());
        });
    }

    /** Whether the block may still carry a nonce. The chain's time counts if this machine's clock lags behind it. */
    private Optional<EvidenceRefusal> block(EvidenceSubmitted one, BlockStore.Named named) {
        Instant now = named.latest()
                .map(FinalizedBlock::time)
                .filter(one.submittedAt()::isBefore)
                .orElse(one.submittedAt());
        return rules.block(one.blockNumber(), named.block(one.blockNumber()), now);
    }

    /** Publishes those whose block was free. */
    private Uni<Set<UUID>> take(SqlClient transaction, List<Checked> inTime) {
        if (inTime.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return evidence.claimBlocks(
                        transaction, inTime.stream().map(Checked::evidence).toList())
                .call(taken -> publisher.publish(
                        transaction,
                        inTime.stream()
                                .filter(one -> taken.contains(one.evidence().evidenceId()))
                                .map(Checked::event)
                                .toList()));
    }

    private Outcome<EvidenceSubmitted, EvidenceRefusal> outcome(
            EvidenceSubmitted one, BlockStore.Named named, Set<UUID> taken) {
        return block(one, named)
                .<Outcome<EvidenceSubmitted, EvidenceRefusal>>map(Refused::new)
                .orElseGet(() -> taken.contains(one.evidenceId())
                        ? new Done<>(one)
                        : new Refused<>(new EvidenceRefusal.BlockUsed(one.nodeId(), one.blockNumber())));
    }
}
