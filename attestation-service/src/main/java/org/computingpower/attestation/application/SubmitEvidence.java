package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.attestation.application.Outcome.Done;
import org.computingpower.attestation.application.Outcome.Refused;
import org.computingpower.attestation.domain.EvidenceRefusal;
import org.computingpower.attestation.domain.EvidenceRules;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;

/** Takes evidence of a node and publishes it to all validators. */
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

    /** The last finalized block, over which a nonce may be made. */
    public Uni<Optional<FinalizedBlock>> nonceBlock() {
        return blocks.latest(pool);
    }

    /** Checks what needs no database. */
    public Uni<Optional<EvidenceRefusal>> checkForm(EvidenceSubmitted submitted) {
        return workers.run(() -> rules.form(submitted));
    }

    /** Publishes evidence whose form was checked. */
    public Uni<Outcome<EvidenceSubmitted, EvidenceRefusal>> submit(SqlClient transaction, EvidenceSubmitted submitted) {
        long number = submitted.blockNumber();
        return blocks.named(transaction, number)
                .map(found -> rules.block(number, found.block(), later(submitted.submittedAt(), found.latest())))
                .chain(refusal -> refusal.isPresent() ? refused(refusal.get()) : publish(transaction, submitted));
    }

    /** The chain's time counts if this machine's clock lags behind it. */
    private static Instant later(Instant now, Optional<FinalizedBlock> latest) {
        return latest.map(FinalizedBlock::time).filter(now::isBefore).orElse(now);
    }

    private Uni<Outcome<EvidenceSubmitted, EvidenceRefusal>> publish(
            SqlClient transaction, EvidenceSubmitted submitted) {
        return evidence.claimBlock(transaction, submitted)
                .chain(claimed -> claimed
                        ? publisher.publish(transaction, submitted).replaceWith(new Done<>(submitted))
                        : refused(new EvidenceRefusal.BlockUsed(submitted.nodeId(), submitted.blockNumber())));
    }

    private static Uni<Outcome<EvidenceSubmitted, EvidenceRefusal>> refused(EvidenceRefusal refusal) {
        return Uni.createFrom().item(new Refused<>(refusal));
    }
}
