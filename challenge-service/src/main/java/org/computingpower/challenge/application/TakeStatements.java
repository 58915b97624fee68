package org.computingpower.challenge.application;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.application.Projections.SignedVerdict;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.events.SignedBy;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.RoundWaived;
import org.computingpower.terms.signed.SignedType;

/** Takes what other validators published. What no member of the set signed counts nothing; signatures are checked on a worker thread. */
public final class TakeStatements {

    private final MarketRules rules;
    private final Address self;
    private final Projections projections;
    private final Vertx vertx;
    private final InstantSource clock;

    /** For one validator. */
    public TakeStatements(MarketRules rules, Address self, Projections projections, Vertx vertx, InstantSource clock) {
        this.rules = rules;
        this.self = self;
        this.projections = projections;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Statements about rounds. */
    public Uni<Void> round(SqlClient transaction, ChallengeRoundEvent event) {
        return switch (event) {
            case ChallengeRoundEvent.BeaconCommitted committed -> commitment(transaction, committed);
            case ChallengeRoundEvent.RoundOpened opened -> {
                boolean foreign =
                        !opened.validator().equals(self) && opened.round().setVersion() == rules.setVersion();
                yield foreign
                        ? onWorker(() -> isBy(opened.validator(), opened.round(), opened.signature()))
                                .chain(valid -> valid
                                        ? projections.opening(transaction, opened.validator(), opened.round())
                                        : nothing())
                        : nothing();
            }
            case ChallengeRoundEvent.RoundWaivedByQuorum waived ->
                onWorker(() -> isByQuorum(waived.waiver(), waived.signatures()))
                        .chain(valid -> valid && waived.waiver().epoch() == waived.epoch()
                                ? projections.waived(transaction, waived.epoch())
                                : nothing());
            case ChallengeRoundEvent.RoundClosed ignored -> nothing();
            case ChallengeRoundEvent.BeaconPartFailed ignored -> nothing();
            case ChallengeRoundEvent.CallContradicted ignored -> nothing();
            case ChallengeRoundEvent.BeaconCommitmentContradicted ignored -> nothing();
        };
    }

    private Uni<Void> commitment(SqlClient transaction, ChallengeRoundEvent.BeaconCommitted committed) {
        boolean ahead = committed.commitment().epoch() > rules.clock().epochAt(clock.instant());
        boolean counts = ahead
                && !committed.validator().equals(self)
                && committed.commitment().setVersion() == rules.setVersion();
        return counts
                ? onWorker(() -> isBy(committed.validator(), committed.commitment(), committed.signature()))
                        .chain(valid -> valid
                                ? projections.commitment(
                                        transaction,
                                        committed.validator(),
                                        committed.commitment(),
                                        committed.signature())
                                : nothing())
                : nothing();
    }

    /** Verdicts of other validators; this one's own are kept when they are made. */
    public Uni<Void> verdicts(SqlClient transaction, List<ChallengeVerdictEvent> events) {
        List<ChallengeVerdictEvent.ProofJudged> foreign = events.stream()
                .filter(ChallengeVerdictEvent.ProofJudged.class::isInstance)
                .map(ChallengeVerdictEvent.ProofJudged.class::cast)
                .filter(judged -> !judged.validator().equals(self))
                .filter(judged -> !judged.verdict().orderId().equals(OrderId.NONE))
                .filter(judged -> judged.verdict().setVersion() == rules.setVersion())
                .toList();
        return foreign.isEmpty()
                ? nothing()
                : onWorker(() -> foreign.stream()
                                .flatMap(judged -> verified(judged).stream())
                                .toList())
                        .chain(verified -> projections.verdicts(transaction, verified));
    }

    private Optional<SignedVerdict> verified(ChallengeVerdictEvent.ProofJudged judged) {
        return isBy(judged.validator(), judged.verdict(), judged.signature())
                ? Optional.of(new SignedVerdict(
                        judged.validator(),
                        judged.verdict(),
                        judged.verdict().digest(rules.domains()),
                        judged.signature()))
                : Optional.empty();
    }

    private boolean isByQuorum(RoundWaived waiver, List<SignedBy> signatures) {
        return waiver.setVersion() == rules.setVersion()
                && signatures.stream()
                                .filter(signed -> isBy(signed.signer(), waiver, signed.signature()))
                                .map(SignedBy::signer)
                                .distinct()
                                .count()
                        >= rules.threshold();
    }

    private boolean isBy(Address validator, SignedType statement, Signature signature) {
        return rules.members().contains(validator) && statement.isSignedBy(validator, signature, rules.domains());
    }

    private <T> Uni<T> onWorker(java.util.concurrent.Callable<T> check) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(check).toCompletionStage());
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
