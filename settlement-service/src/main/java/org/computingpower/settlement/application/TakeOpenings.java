package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.terms.money.AuditRule;
import org.computingpower.terms.signed.RoundOpen;

/**
 * Remembers which rounds were audits. No signature is asked for: a quorum's verdicts name the round that they judged by a hash that covers its seed,
 * so that an opening which nobody judged means nothing.
 */
@ApplicationScoped
public class TakeOpenings {

    private final Market market;
    private final FactStore facts;

    TakeOpenings(Market market, FactStore facts) {
        this.market = market;
        this.facts = facts;
    }

    /** Takes one opening; all validators of a round say the same, so it is kept once. */
    public Uni<Void> take(SqlClient transaction, RoundOpened opened) {
        RoundOpen round = opened.round();
        return round.setVersion() == market.setVersion()
                ? facts.openedRound(
                        transaction, round.epoch(), round.structHash(), AuditRule.isAudit(round.epochSeed()))
                : Uni.createFrom().voidItem();
    }
}
