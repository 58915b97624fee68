package org.computingpower.challenge.domain.money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;

/** Decides about a proposed batch. Pure. Never agrees to an amount that this validator does not compute itself. */
public final class BatchReview {

    private BatchReview() {}

    /** The decision. */
    public sealed interface Decision {

        /** Every item is what this validator computes. */
        record Sign() implements Decision {}

        /** Something is not known yet; look again. */
        record NotYet(String reason) implements Decision {}

        /** At least one item differs, or the batch itself is malformed. */
        record Refuse(List<Difference> differences) implements Decision {
            /** Copies the list. */
            public Refuse {
                differences = List.copyOf(differences);
            }
        }
    }

    /**
     * An item that differs.
     *
     * @param orderId the order
     * @param ours what this validator computes
     * @param theirs what the batch says
     */
    public record Difference(OrderId orderId, Amounts ours, Amounts theirs) {}

    /**
     * Reviews a batch. A state the order had in an earlier epoch is accepted too: amounts only grow, so it releases nothing that is not due.
     *
     * @param dossiers what is known, by order
     */
    public static Decision review(
            SettlementBatch batch, Map<OrderId, OrderDossier> dossiers, MarketRules rules, Instant now) {
        List<Difference> differences = new ArrayList<>();
        Optional<String> unknown = Optional.empty();
        for (SettlementItem item : batch.items()) {
            Amounts theirs = new Amounts(item.releasedCum(), item.refundedCum(), item.isFinal());
            OrderDossier dossier = dossiers.get(item.orderId());
            if (dossier == null) {
                unknown = Optional.of("Order " + item.orderId() + " is not known yet");
                continue;
            }
            OrderAmounts ours = OrderAmounts.of(dossier, rules, batch.asOfEpoch(), now);
            Amounts signed = dossier.signed().orElse(Amounts.NONE);
            if (!theirs.mayFollow(signed)) {
                differences.add(new Difference(item.orderId(), signed, theirs));
            } else if (!ours.states().contains(theirs)) {
                if (ours.complete()) {
                    differences.add(new Difference(item.orderId(), ours.latest(), theirs));
                } else {
                    unknown = Optional.of("Order " + item.orderId() + " is known up to " + ours.latest());
                }
            }
        }
        if (!differences.isEmpty()) {
            return new Decision.Refuse(differences);
        }
        return unknown.<Decision>map(Decision.NotYet::new).orElseGet(Decision.Sign::new);
    }
}
