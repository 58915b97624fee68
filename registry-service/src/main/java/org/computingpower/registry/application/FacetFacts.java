package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.events.ChainFact.StakeChanged;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.ProofStatistics;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.events.FactLevel;
import org.computingpower.events.ModelFit;
import org.computingpower.events.NodePower;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent.NodeRated;
import org.computingpower.power.statistics.Availability;
import org.computingpower.registry.application.StatementStore.Kind;
import org.computingpower.registry.domain.Node;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.PowerAlarm;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Rating;

/**
 * The facts that change a node's power, stake and reservation. Each method is one effect in the given transaction. What
 * changes its attestation: {@link AttestationFacts}.
 */
@ApplicationScoped
public class FacetFacts {
    /** So far the clock of a validator may be before this one's. */
    private static final long EPOCHS_AHEAD = 1;

    private final Tally tally;
    private final NodeChanges changes;
    private final NodeStore nodes;
    private final StatementStore statements;
    private final DeviceModels models;
    private final Market market;
    private final InstantSource clock;

    FacetFacts(
            Tally tally,
            NodeChanges changes,
            NodeStore nodes,
            StatementStore statements,
            DeviceModels models,
            Market market,
            InstantSource clock) {
        this.tally = tally;
        this.changes = changes;
        this.nodes = nodes;
        this.statements = statements;
        this.models = models;
        this.market = market;
        this.clock = clock;
    }

    /** A validator rated a device. */
    public Uni<Void> rated(SqlClient transaction, RatingProposed event) {
        Rating rating = event.rating();
        Bytes32 subject = Digests.sha256(
                rating.nodeId().value().toArray(),
                ("device " + rating.device() + " epoch " + rating.effectiveEpoch())
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return tally.count(
                        transaction,
                        Kind.RATING,
                        subject,
                        event.validator(),
                        rating.setVersion(),
                        rating,
                        event.signature())
                .chain(fact -> fact.isEmpty() ? Uni.createFrom().voidItem() : take(transaction, rating));
    }

    private Uni<Void> take(SqlClient transaction, Rating rating) {
        return changes.apply(
                        transaction,
                        rating.nodeId(),
                        (node, epoch) -> node.takesRating(rating.device(), rating.effectiveEpoch())
                                ? node.withRating(
                                        rating.device(), rating.measuredRate(), rating.r0(), fit(node, rating), epoch)
                                : node,
                        node -> List.of(new NodeRated(
                                rating.nodeId(),
                                rating.device(),
                                rating.measuredRate(),
                                rating.r0(),
                                rating.effectiveEpoch(),
                                fit(node, rating))))
                .map(found -> found.filter(node -> node.takesRating(rating.device(), rating.effectiveEpoch())))
                .chain(rated -> rated.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : statements.ratedFrom(
                                transaction,
                                rating.nodeId(),
                                rating.device(),
                                // The clock moved on since the change: never before the roster that counts it.
                                Math.max(rating.effectiveEpoch(), market.effectiveEpoch(clock.instant()))));
    }

    /** The device's model against the integer that a quorum signed: whoever has the same catalog finds the same. */
    private ModelFit fit(Node node, Rating rating) {
        return node.devices().stream()
                .filter(device -> device.device() == rating.device())
                .findFirst()
                .map(device -> models.fit(device.model(), rating.measuredRate()))
                .orElseThrow();
    }

    /**
     * A validator's statistics of a round. When those of a threshold of validators raise the CUSUM alarm about a device,
     * its node is unlisted until it is rated anew; nothing else follows from them. What nobody signed counts nothing.
     */
    public Uni<Void> measured(SqlClient transaction, ProofStatistics event) {
        PowerAlarm alarm = event.signed().orElse(null);
        Signature signature = event.signature();
        if (alarm == null || signature == null || !counts(alarm, event.validator(), signature)) {
            return Uni.createFrom().voidItem();
        }
        return statements
                .alarm(
                        transaction,
                        alarm,
                        event.validator(),
                        market.validators().members())
                .chain(raised -> raised < market.validators().threshold()
                        ? Uni.createFrom().voidItem()
                        : changes.apply(transaction, alarm.nodeId(), FacetFacts::degraded)
                                .replaceWithVoid());
    }

    private boolean counts(PowerAlarm alarm, Address validator, Signature signature) {
        return alarm.setVersion() == market.validators().setVersion()
                && isOver(alarm.epoch())
                && tally.isValidators(validator, alarm, signature);
    }

    /**
     * Statistics follow a round. A validator's clock may be before this one's, but what it says of epochs to come would
     * stand above all that it says until then.
     */
    private boolean isOver(long epoch) {
        return epoch <= market.epochAt(clock.instant()) + EPOCHS_AHEAD;
    }

    private static Node degraded(Node node, long epoch) {
        PowerStatus status = node.power().status();
        boolean measured = status == PowerStatus.RATED || status == PowerStatus.DOWN;
        return measured ? node.withAlarm(epoch) : node;
    }

    /** A validator judged a proof; only a quorum's MISSING and VOID count against a node's availability. */
    public Uni<Void> proved(SqlClient transaction, ProofJudged event) {
        PowerVerdict verdict = event.verdict();
        return tally.count(
                        transaction,
                        Kind.PROOF,
                        verdict.challengeId(),
                        event.validator(),
                        verdict.setVersion(),
                        verdict,
                        event.signature())
                .chain(fact -> fact.isEmpty() ? Uni.createFrom().voidItem() : round(transaction, verdict));
    }

    private Uni<Void> round(SqlClient transaction, PowerVerdict verdict) {
        return statements
                .addRound(transaction, verdict.nodeId(), verdict.device(), verdict.epoch(), isMissed(verdict.result()))
                .chain(worst ->
                        changes.apply(transaction, verdict.nodeId(), (node, epoch) -> available(node, worst, epoch)))
                .replaceWithVoid();
    }

    /** Whoever posts what is no proof shows no more power than whoever is silent; too few true shares are the alarm's. */
    private static boolean isMissed(ProofResult result) {
        return switch (result) {
            case MISSING, VOID -> true;
            case PASS, FAIL -> false;
        };
    }

    private static Node available(Node node, Availability worst, long epoch) {
        NodePower power = node.power();
        PowerStatus status = power.status();
        if (status == PowerStatus.RATED && worst.isUnlisting()) {
            return node.withPower(new NodePower(PowerStatus.DOWN, power.rated(), power.measured()), epoch);
        }
        if (status == PowerStatus.DOWN && !worst.isUnlisting()) {
            return node.withPower(new NodePower(PowerStatus.RATED, power.rated(), power.measured()), epoch);
        }
        return node;
    }

    /** The chain finalized a change of stake. */
    public Uni<Void> staked(SqlClient transaction, StakeChanged event) {
        if (event.at().level() != FactLevel.FINAL) {
            return Uni.createFrom().voidItem();
        }
        return changes.apply(
                        transaction,
                        event.nodeId(),
                        (node, epoch) -> node.stakeAccount().equals(event.stakeAccount())
                                ? node.withStake(
                                        market.stake().facet(event.total(), event.locked(), event.unbonding()), epoch)
                                : node)
                .replaceWithVoid();
    }

    /** An order depends on the node as it is from its quote on, until it is closed. */
    public Uni<Void> ordered(SqlClient transaction, NodeId nodeId, OrderId orderId) {
        return nodes.orderOpened(transaction, orderId, nodeId);
    }

    /** An order took its node. */
    public Uni<Void> reserved(SqlClient transaction, NodeId nodeId, OrderId orderId) {
        return nodes.orderOpened(transaction, orderId, nodeId)
                .chain(() -> changes.apply(
                        transaction,
                        nodeId,
                        (node, epoch) ->
                                orderId.equals(node.reservedBy()) ? node : node.withReservedBy(orderId, epoch)))
                .replaceWithVoid();
    }

    /** An order ended; its node is free again unless another order holds it. */
    public Uni<Void> freed(SqlClient transaction, NodeId nodeId, OrderId orderId) {
        return nodes.orderClosed(transaction, orderId)
                .chain(() -> changes.apply(
                        transaction,
                        nodeId,
                        (node, epoch) -> orderId.equals(node.reservedBy()) ? node.withReservedBy(null, epoch) : node))
                .replaceWithVoid();
    }
}
