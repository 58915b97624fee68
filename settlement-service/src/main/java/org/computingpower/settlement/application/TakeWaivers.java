package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import org.computingpower.events.ChallengeRoundEvent.RoundWaivedByQuorum;
import org.computingpower.events.SignedBy;
import org.computingpower.kit.inbox.PoisonEventException;

/** Remembers that an epoch was waived, if a quorum of the validator set signed so. */
@ApplicationScoped
public class TakeWaivers {

    private final Market market;
    private final FactStore facts;
    private final Vertx vertx;

    TakeWaivers(Market market, FactStore facts, Vertx vertx) {
        this.market = market;
        this.facts = facts;
        this.vertx = vertx;
    }

    /** Takes one waiver; one without a quorum is refused as poison. */
    public Uni<Void> take(SqlClient transaction, RoundWaivedByQuorum waived) {
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.executeBlocking(() -> hasQuorum(waived)).toCompletionStage())
                .chain(quorum -> quorum
                        ? facts.waivedEpoch(transaction, waived.epoch())
                        : Uni.createFrom().failure(new PoisonEventException("A waiver without a quorum")));
    }

    private boolean hasQuorum(RoundWaivedByQuorum waived) {
        return waived.waiver().epoch() == waived.epoch()
                && waived.waiver().setVersion() == market.setVersion()
                && waived.signatures().stream()
                                .filter(by -> market.verified(by.signer(), waived.waiver(), by.signature())
                                        .isPresent())
                                .map(SignedBy::signer)
                                .distinct()
                                .count()
                        >= market.threshold();
    }
}
