package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.attestation.domain.ActivePolicy;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.Market;
import org.computingpower.attestation.domain.Reappraiser;
import org.computingpower.attestation.domain.Standing;
import org.computingpower.attestation.domain.ValidatorKey;
import org.computingpower.events.AttestationVerdictEvent.AttestationStatusChanged;
import org.computingpower.events.MarketEvent;
import org.computingpower.kit.Detached;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.AttestationStatus;
import org.jboss.logging.Logger;

/**
 * Judges standing claims again whenever their collateral, the policy, the nodes of their platform or the time may have
 * changed what they are worth. Needs no signature of a quote. Publishes a status only when it is another one.
 */
@ApplicationScoped
public class ReappraiseNodes {
    private static final Logger LOG = Logger.getLogger(ReappraiseNodes.class);
    private static final int BATCH = 500;

    private final Market market;
    private final ValidatorKey key;
    private final ClaimStore claims;
    private final Policies policies;
    private final Collaterals collaterals;
    private final Publisher publisher;
    private final Workers workers;
    private final Detached detached;
    private final Pool pool;
    private final InstantSource clock;

    ReappraiseNodes(
            Market market,
            ValidatorKey key,
            ClaimStore claims,
            Policies policies,
            Collaterals collaterals,
            Publisher publisher,
            Workers workers,
            Detached detached,
            Pool pool,
            InstantSource clock) {
        this.market = market;
        this.key = key;
        this.claims = claims;
        this.policies = policies;
        this.collaterals = collaterals;
        this.publisher = publisher;
        this.workers = workers;
        this.detached = detached;
        this.pool = pool;
        this.clock = clock;
    }

    /** Re-appraises everything that is due. */
    public Uni<Void> reappraiseDue() {
        Instant now = clock.instant();
        return policies.inForce(pool, now)
                .chain(policy ->
                        policy.isEmpty() ? Uni.createFrom().voidItem() : batches(policy.get(), now, Optional.empty()));
    }

    private Uni<Void> batches(ActivePolicy policy, Instant now, Optional<NodeId> after) {
        return claims.due(pool, now, policy.version(), after, BATCH)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : reappraise(due, policy, now)
                                .chain(() -> due.size() < BATCH
                                        ? Uni.createFrom().voidItem()
                                        : batches(
                                                policy,
                                                now,
                                                Optional.of(due.getLast().nodeId()))));
    }

    private Uni<Void> reappraise(List<StandingClaim> due, ActivePolicy policy, Instant now) {
        Set<CollateralKey> keys = due.stream().map(StandingClaim::collateral).collect(Collectors.toSet());
        Set<Bytes> platforms = due.stream().map(StandingClaim::platformId).collect(Collectors.toSet());
        return collaterals
                .getAll(keys)
                .chain(answers -> claims.holders(pool, platforms)
                        .chain(holders -> workers.run(() -> changes(due, answers, holders, policy, now)))
                        .chain(changes ->
                                detached.run(() -> pool.withTransaction(transaction -> write(transaction, changes)))));
    }

    private record Change(StandingClaim before, StandingClaim after, Standing standing, List<MarketEvent> events) {}

    private List<Change> changes(
            List<StandingClaim> due,
            Map<CollateralKey, CollateralAnswer> answers,
            Map<Bytes, List<NodeId>> holders,
            ActivePolicy policy,
            Instant now) {
        return due.stream()
                .map(claim -> change(
                        claim,
                        answers.getOrDefault(claim.collateral(), new CollateralAnswer.Missing("none", true)),
                        rank(claim, holders),
                        policy,
                        now))
                .toList();
    }

    /** How many nodes stand for the platform before this one; 0 if this one does not stand for it (not staked). */
    private static int rank(StandingClaim claim, Map<Bytes, List<NodeId>> holders) {
        return Math.max(0, holders.getOrDefault(claim.platformId(), List.of()).indexOf(claim.nodeId()));
    }

    private Change change(StandingClaim claim, CollateralAnswer answer, int rank, ActivePolicy policy, Instant now) {
        Standing standing = Reappraiser.standing(claim.claims(), claim.lastAccepted(), answer, policy, rank, now);
        StandingClaim after = claim.reappraised(standing, answer, policy.version(), now);
        if (standing.status() == claim.status()) {
            return new Change(claim, after, standing, List.of());
        }
        AttestationStatus status = new AttestationStatus(
                market.validators().setVersion(),
                claim.nodeId(),
                claim.quoteHash(),
                claim.status(),
                standing.status(),
                Digests.keccak256OfText(standing.reason()),
                after.changedAt());
        boolean byCollateral = !after.collateralSha256().equals(claim.collateralSha256());
        return new Change(
                claim,
                after,
                standing,
                List.of(new AttestationStatusChanged(
                        key.address(),
                        claim.nodeId(),
                        status,
                        standing.reason(),
                        key.sign(status),
                        byCollateral ? evaluationNumber(answer) : 0,
                        now)));
    }

    private static int evaluationNumber(CollateralAnswer answer) {
        return switch (answer) {
            case CollateralAnswer.Available available -> available.collateral().tcbEvaluationDataNumber();
            case CollateralAnswer.Refused refused -> 0;
            case CollateralAnswer.Missing missing -> 0;
        };
    }

    /** A claim that was replaced by new evidence meanwhile keeps what the new evidence said. */
    private Uni<Void> write(SqlClient transaction, List<Change> changes) {
        return claims.update(transaction, changes.stream().map(Change::after).toList())
                .chain(updated -> {
                    MarketEvent[] events = changes.stream()
                            .filter(change -> updated.contains(change.after().nodeId()))
                            .peek(ReappraiseNodes::log)
                            .flatMap(change -> change.events().stream())
                            .toArray(MarketEvent[]::new);
                    return events.length == 0 ? Uni.createFrom().voidItem() : publisher.publish(transaction, events);
                });
    }

    private static void log(Change change) {
        if (!change.events().isEmpty()) {
            LOG.infof(
                    "Standing changed nodeId=%s old=%s new=%s reason=%s",
                    change.before().nodeId(),
                    change.before().status(),
                    change.after().status(),
                    change.standing().reason());
        }
    }
}
