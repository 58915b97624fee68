package org.computingpower.challenge.domain.money;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.challenge.domain.money.OrderDossier.NodeDevices;
import org.computingpower.terms.money.BillingTerms;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.EpochJudgment;
import org.computingpower.terms.money.FoldResult;
import org.computingpower.terms.money.OrderFold;
import org.computingpower.terms.money.WindowOutcome;

/**
 * The amounts of one order recomputed from this validator's own knowledge with {@link OrderFold}: every state the order's money had, epoch by
 * epoch. An epoch is folded only after it has ended.
 *
 * @param states the states in order, the first one before any window
 * @param complete whether the computation reached what it was asked for; otherwise something is not known yet
 */
public record OrderAmounts(List<Amounts> states, boolean complete) {

    /** Copies the list. */
    public OrderAmounts {
        states = List.copyOf(states);
    }

    /** The newest amounts. */
    public Amounts latest() {
        return states.getLast();
    }

    /**
     * Computes the states through an epoch.
     *
     * @param throughEpoch the last epoch that is asked for
     * @param now this validator's time
     */
    public static OrderAmounts of(OrderDossier dossier, MarketRules rules, long throughEpoch, Instant now) {
        boolean funded =
                dossier.deposit().filter(dossier.terms().totalPrice()::equals).isPresent();
        if (dossier.billingFromEpoch().isEmpty() || !funded) {
            return unbilled(dossier);
        }
        return new Computation(dossier, rules, throughEpoch, now).run();
    }

    private static OrderAmounts unbilled(OrderDossier dossier) {
        boolean ended =
                dossier.deposit().isPresent() && dossier.closingAtSecond().isPresent();
        return ended
                ? new OrderAmounts(
                        List.of(
                                Amounts.NONE,
                                new Amounts(
                                        org.computingpower.terms.TokenAmount.ZERO,
                                        dossier.deposit().get(),
                                        true)),
                        true)
                : new OrderAmounts(List.of(Amounts.NONE), false);
    }

    private static final class Computation {
        private final OrderDossier dossier;
        private final MarketRules rules;
        private final long throughEpoch;
        private final Instant now;
        private final Set<Amounts> states = new LinkedHashSet<>();
        private OrderFold fold;

        Computation(OrderDossier dossier, MarketRules rules, long throughEpoch, Instant now) {
            this.dossier = dossier;
            this.rules = rules;
            this.throughEpoch = throughEpoch;
            this.now = now;
            this.fold = OrderFold.start(
                    BillingTerms.of(
                            dossier.terms(),
                            rules.clock(),
                            dossier.billingFromEpoch().orElseThrow(),
                            rules.limits()),
                    dossier.terms().mode());
            states.add(amounts());
        }

        OrderAmounts run() {
            while (true) {
                endWhereServiceEnded();
                if (fold.termOver() && !fold.awaitsAudit()) {
                    return finish();
                }
                if (fold.nextEpoch() > throughEpoch) {
                    return result(true);
                }
                Optional<FoldResult> step = step(fold.nextEpoch());
                if (step.isEmpty()) {
                    return result(false);
                }
                take(step.get());
            }
        }

        private void endWhereServiceEnded() {
            dossier.closingAtSecond()
                    .map(Instant::ofEpochSecond)
                    .filter(end -> end.isBefore(rules.clock().endOf(fold.nextEpoch())))
                    .ifPresent(end -> fold = fold.endAt(fold.serviceSecondAt(end, rules.clock())));
        }

        private Optional<FoldResult> step(long epoch) {
            Instant end = rules.clock().endOf(epoch);
            if (now.isBefore(end)) {
                return Optional.empty();
            }
            if (!fold.termOver() && dossier.holds().stream().anyMatch(hold -> hold.covers(epoch))) {
                return Optional.of(fold.hold(epoch));
            }
            Optional<EpochJudgment> judged = EpochJudgment.of(
                    devicesIn(epoch),
                    dossier.votes().getOrDefault(epoch, List.of()),
                    rules.validators(),
                    rules.profile().mu());
            if (judged.isPresent()) {
                EpochJudgment judgment = judged.get();
                return dossier.rounds()
                        .auditOf(judgment, fold)
                        .map(audit -> fold.fold(
                                epoch,
                                unlessUnserved(epoch, judgment.outcome()),
                                judgment.rateBelowStrikeLimit(),
                                audit));
            }
            if (dossier.waivedEpochs().contains(epoch)) {
                return Optional.of(fold.fold(epoch, WindowOutcome.WAIVED));
            }
            return now.isBefore(end.plus(rules.unchallengedAfter()))
                    ? Optional.empty()
                    : Optional.of(fold.fold(epoch, WindowOutcome.UNCHALLENGED));
        }

        private WindowOutcome unlessUnserved(long epoch, WindowOutcome outcome) {
            boolean served = DeploymentRequest.served(
                    dossier.deployments(),
                    rules.clock().startOf(epoch),
                    rules.clock().endOf(epoch));
            return outcome == WindowOutcome.PASS && !served ? WindowOutcome.UNSERVED : outcome;
        }

        private Set<Integer> devicesIn(long epoch) {
            return dossier.devices().stream()
                    .filter(version -> version.effectiveEpoch() <= epoch)
                    .max(Comparator.comparingLong(NodeDevices::version))
                    .map(NodeDevices::devices)
                    .orElse(Set.of());
        }

        private OrderAmounts finish() {
            if (dossier.closingAtSecond().isEmpty()) {
                return result(false);
            }
            take(fold.finish());
            return result(true);
        }

        private void take(FoldResult step) {
            switch (step) {
                case FoldResult.Folded folded -> {
                    fold = folded.fold();
                    states.add(amounts());
                }
                case FoldResult.Refused refused ->
                    throw new IllegalStateException("The fold refused its own next step: " + refused);
            }
        }

        private Amounts amounts() {
            return new Amounts(fold.releasedCum(), fold.refundedCum(), fold.closed());
        }

        private OrderAmounts result(boolean complete) {
            return new OrderAmounts(List.copyOf(states), complete);
        }
    }
}
