package org.computingpower.challenge.application;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.money.OrderAmounts;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.jboss.logging.Logger;

/**
 * The parties' own door to the chain: on request this validator signs a batch of one order from its own computation, so that neither operator nor
 * relayer can withhold pay. With as many such signatures as the threshold anybody may post it to {@code OrderEscrow.settle}. The answer is the same
 * for everybody who asks, and amounts are public on the chain: hence nobody has to prove who he is. It neither hinders nor outdates the batches of
 * settlement-service: amounts are cumulative, and the contract skips what is older than what it knows.
 */
public final class OwnDoor {

    /** Number of every batch through this door; settlement-service counts its own from 1. */
    public static final long BATCH_NO = 0;

    /** Older epochs are of no use: amounts are cumulative. Bounds how many statements can be asked for. */
    public static final long MAX_EPOCHS_BACK = 64;

    private static final Logger LOG = Logger.getLogger(OwnDoor.class);

    private final MarketRules rules;
    private final SigningDesk desk;
    private final CosignStore store;
    private final InstantSource clock;

    /** For one validator. */
    public OwnDoor(MarketRules rules, SigningDesk desk, CosignStore store, InstantSource clock) {
        this.rules = rules;
        this.desk = desk;
        this.store = store;
        this.clock = clock;
    }

    /** What the asker gets. */
    public sealed interface Answer {

        /** The signed batch of one item. */
        record Signed(SettlementBatch batch, Bytes32 batchId, Signature signature) implements Answer {}

        /** No such order is known. */
        record Unknown() implements Answer {}

        /** The epoch is not over, or too long ago. */
        record OutOfRange(long firstEpoch, long lastEpoch) implements Answer {}

        /** Verdicts or the deposit are not known up to that epoch yet. */
        record NotYet(Amounts soFar) implements Answer {}

        /** No amount is due to anybody yet. */
        record NothingDue() implements Answer {}

        /** Another amount was signed for that order and epoch. */
        record Contradicts() implements Answer {}
    }

    /** Signs what an order's money comes to as of an epoch that is over. Blocks for one database read and one write. */
    public Answer ask(OrderId orderId, long asOfEpoch) {
        long last = rules.clock().epochAt(clock.instant()) - 1;
        long first = Math.max(0, last - MAX_EPOCHS_BACK);
        if (asOfEpoch < first || asOfEpoch > last) {
            return new Answer.OutOfRange(first, last);
        }
        Map<OrderId, OrderDossier> known = store.dossiers(List.of(orderId), asOfEpoch);
        return Optional.ofNullable(known.get(orderId))
                .map(dossier -> sign(dossier, asOfEpoch))
                .orElseGet(Answer.Unknown::new);
    }

    private Answer sign(OrderDossier dossier, long asOfEpoch) {
        OrderAmounts amounts = OrderAmounts.of(dossier, rules, asOfEpoch, clock.instant());
        if (!amounts.complete()) {
            return new Answer.NotYet(amounts.latest());
        }
        Amounts due = amounts.latest();
        if (due.equals(Amounts.NONE)) {
            return new Answer.NothingDue();
        }
        SettlementItem item = new SettlementItem(dossier.orderId(), due.released(), due.refunded(), due.isFinal());
        SettlementBatch batch = new SettlementBatch(rules.setVersion(), BATCH_NO, asOfEpoch, List.of(item));
        String subject = "own door " + dossier.orderId() + " " + asOfEpoch;
        return desk.sign(batch, subject)
                .<Answer>map(signature -> {
                    LOG.infof("Signed for the own door: orderId=%s asOfEpoch=%d", dossier.orderId(), asOfEpoch);
                    return new Answer.Signed(batch, batch.batchId(desk.domains()), signature);
                })
                .orElseGet(Answer.Contradicts::new);
    }
}
