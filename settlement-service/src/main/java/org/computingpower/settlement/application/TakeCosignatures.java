package org.computingpower.settlement.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.events.ChallengeCosignatureEvent;
import org.computingpower.events.ChallengeCosignatureEvent.BatchCosigned;
import org.computingpower.events.ChallengeCosignatureEvent.BatchRefused;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.events.SettlementBatchEvent.BatchSuperseded;
import org.computingpower.events.SignedBy;
import org.computingpower.settlement.application.Batches.Stored;
import org.computingpower.settlement.domain.batch.BatchState;
import org.jboss.logging.Logger;

/** Counts the validators' signatures over a batch; the quorum makes it ready. */
@ApplicationScoped
public class TakeCosignatures {

    private static final Logger LOG = Logger.getLogger(TakeCosignatures.class);

    private final Market market;
    private final Batches batches;
    private final Events events;
    private final InstantSource clock;
    private final Vertx vertx;
    private final Counter foreign;
    private final Counter refusals;

    TakeCosignatures(
            Market market, Batches batches, Events events, InstantSource clock, Vertx vertx, MeterRegistry metrics) {
        this.market = market;
        this.batches = batches;
        this.events = events;
        this.clock = clock;
        this.vertx = vertx;
        this.foreign = metrics.counter("cpp.settlement.cosignatures.refused");
        this.refusals = metrics.counter("cpp.settlement.batch.refusals");
    }

    /** Takes one answer; a signature that is not a member's over this batch counts nothing. */
    public Uni<Void> take(SqlClient transaction, ChallengeCosignatureEvent answer) {
        return switch (answer) {
            case BatchCosigned cosigned -> cosigned(transaction, cosigned);
            case BatchRefused refused -> refused(transaction, refused);
        };
    }

    private Uni<Void> cosigned(SqlClient transaction, BatchCosigned cosigned) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(
                                () -> market.isSignedBy(cosigned.validator(), cosigned.batchId(), cosigned.signature()))
                        .toCompletionStage())
                .chain(valid -> {
                    if (!valid) {
                        foreign.increment();
                        return Uni.createFrom().voidItem();
                    }
                    SignedBy signature = new SignedBy(cosigned.validator(), cosigned.signature());
                    return batches.find(transaction, cosigned.batchId())
                            .chain(batch -> batch.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : batches.sign(transaction, cosigned.batchId(), signature)
                                            .chain(() -> tally(transaction, batch.get())));
                });
    }

    private Uni<Void> tally(SqlClient transaction, Stored batch) {
        return batches.signatures(transaction, batch.batchId()).chain(signatures -> {
            if (batch.state() != BatchState.PROPOSED || signatures.size() < market.threshold()) {
                return Uni.createFrom().voidItem();
            }
            LOG.infof("Batch ready: batchId=%s signatures=%d", batch.batchId(), signatures.size());
            return batches.ready(transaction, batch)
                    .chain(() -> events.publish(
                            transaction, List.of(new BatchReady(batch.batchId(), batch.statement(), signatures))));
        });
    }

    private Uni<Void> refused(SqlClient transaction, BatchRefused refused) {
        if (!market.validators().contains(refused.validator())) {
            foreign.increment();
            return Uni.createFrom().voidItem();
        }
        return batches.find(transaction, refused.batchId())
                .chain(batch ->
                        batch.isEmpty() ? Uni.createFrom().voidItem() : refused(transaction, batch.get(), refused));
    }

    private Uni<Void> refused(SqlClient transaction, Stored batch, BatchRefused refused) {
        refusals.increment(refused.refusals().size());
        refused.refusals()
                .forEach(refusal -> LOG.errorf(
                        "A validator computes another amount: batchId=%s orderId=%s validator=%s ours=%s theirs=%s",
                        batch.batchId(), refusal.orderId(), refused.validator(), refusal.theirs(), refusal.ours()));
        long until = market.clock().epochAt(clock.instant()) + market.batches().everyEpochs();
        return batches.refuse(transaction, batch.batchId(), refused.validator(), refused.refusals(), until)
                .chain(refusers -> {
                    boolean hopeless = refusers > market.validators().size() - market.threshold();
                    return hopeless && batch.state() == BatchState.PROPOSED
                            ? giveUp(transaction, batch)
                            : Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> giveUp(SqlClient transaction, Stored batch) {
        String reason = "Refused by validators";
        return batches.supersede(transaction, batch.batchId(), reason)
                .chain(() -> events.publish(transaction, List.of(new BatchSuperseded(batch.batchId(), reason))));
    }
}
