package org.computingpower.settlement.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.ProofStatistics;
import org.computingpower.settlement.application.FactStore.MeasuredRate;
import org.computingpower.settlement.application.FactStore.SignedVerdict;
import org.computingpower.terms.OrderId;

/** Remembers the verdicts that a member of the validator set really signed; everything else counts nothing and is counted. */
@ApplicationScoped
public class TakeVerdicts {

    private final Market market;
    private final FactStore facts;
    private final Vertx vertx;
    private final Counter refused;

    TakeVerdicts(Market market, FactStore facts, Vertx vertx, MeterRegistry metrics) {
        this.market = market;
        this.facts = facts;
        this.vertx = vertx;
        this.refused = metrics.counter("cpp.settlement.verdicts.refused");
    }

    /** Takes verdicts and statistics; signatures are checked on a worker thread. */
    public Uni<Void> take(SqlClient transaction, List<ChallengeVerdictEvent> events) {
        List<ProofJudged> judged = new ArrayList<>();
        List<MeasuredRate> rates = new ArrayList<>();
        for (ChallengeVerdictEvent event : events) {
            switch (event) {
                case ProofJudged proof -> judged.add(proof);
                case ProofStatistics statistics -> rates.add(rate(statistics));
                case ChallengeVerdictEvent.RatingProposed ignored -> {}
                case ChallengeVerdictEvent.CommitContradicted ignored -> {}
            }
        }
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.executeBlocking(() -> verified(judged)).toCompletionStage())
                .chain(verdicts -> facts.verdicts(transaction, verdicts))
                .chain(() -> facts.measuredRates(transaction, rates));
    }

    private static MeasuredRate rate(ProofStatistics statistics) {
        return new MeasuredRate(
                statistics.orderId(),
                statistics.epoch(),
                statistics.device(),
                statistics.validator(),
                statistics.measuredRate());
    }

    private List<SignedVerdict> verified(List<ProofJudged> judged) {
        List<SignedVerdict> verdicts = judged.stream()
                .filter(proof -> proof.verdict().setVersion() == market.setVersion())
                .filter(proof -> !proof.verdict().orderId().equals(OrderId.NONE))
                .flatMap(proof -> market
                        .verified(proof.validator(), proof.verdict(), proof.signature())
                        .map(digest -> new SignedVerdict(proof.validator(), proof.verdict(), digest, proof.signature()))
                        .stream())
                .toList();
        long ofOrders = judged.stream()
                .filter(proof -> !proof.verdict().orderId().equals(OrderId.NONE))
                .count();
        refused.increment((double) (ofOrders - verdicts.size()));
        return verdicts;
    }
}
