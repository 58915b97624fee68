package org.computingpower.settlement.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.settlement.application.TakeOpenings;
import org.computingpower.settlement.application.TakeWaivers;

/**
 * Of the rounds a waiver moves money, and an opening says whether its epoch is an audit; that a round was closed shows in its verdicts, and one
 * without them is unchallenged.
 */
@ApplicationScoped
class RoundsConsumer implements EventConsumer {

    private final TakeWaivers waivers;
    private final TakeOpenings openings;

    RoundsConsumer(TakeWaivers waivers, TakeOpenings openings) {
        this.waivers = waivers;
        this.openings = openings;
    }

    @Override
    public String name() {
        return "settlement.rounds";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHALLENGE_ROUNDS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.NATURAL;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Facts.Received<ChallengeRoundEvent> received : Facts.read(List.of(event), ChallengeRoundEvent.class)) {
            chain = chain.chain(() -> switch (received.fact()) {
                case ChallengeRoundEvent.RoundWaivedByQuorum waived -> waivers.take(transaction, waived);
                case ChallengeRoundEvent.BeaconCommitted ignored ->
                    Uni.createFrom().voidItem();
                case ChallengeRoundEvent.RoundOpened opened -> openings.take(transaction, opened);
                case ChallengeRoundEvent.RoundClosed ignored -> Uni.createFrom().voidItem();
                case ChallengeRoundEvent.BeaconPartFailed ignored ->
                    Uni.createFrom().voidItem();
                case ChallengeRoundEvent.CallContradicted ignored ->
                    Uni.createFrom().voidItem();
                case ChallengeRoundEvent.BeaconCommitmentContradicted ignored ->
                    Uni.createFrom().voidItem();
            });
        }
        return chain;
    }
}
