package org.computingpower.settlement.domain.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computingpower.settlement.domain.order.Step.Closed;
import org.computingpower.settlement.domain.order.Step.Funded;
import org.computingpower.settlement.domain.order.Step.SettledOnChain;
import org.computingpower.settlement.domain.order.Step.WindowSettled;
import org.computingpower.terms.money.BillingTerms;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.EpochJudgment;
import org.computingpower.terms.money.FoldResult;
import org.computingpower.terms.money.OrderFold;
import org.computingpower.terms.money.WindowDecision;
import org.computingpower.terms.money.WindowOutcome;

/**
 * Takes one order as far as the known facts allow. A pure function of the dossier and the time: facts may arrive in any order and any
 * number of times, and every epoch is settled once.
 */
public final class OrderSettlement {

    private final Dossier dossier;
    private final Rules rules;
    private final Instant now;
    private final StrikeCount strikes;
    private final List<Step> steps = new ArrayList<>();
    private OrderMoney money;
    private PowerRuns powerRuns;

    private OrderSettlement(Dossier dossier, Rules rules, Instant now) {
        this.dossier = dossier;
        this.rules = rules;
        this.now = now;
        this.money = dossier.money();
        this.powerRuns = dossier.powerRuns();
        this.strikes = new StrikeCount(dossier, rules);
    }

    /**
     * The outcome of an advance.
     *
     * @param money the money after all steps
     * @param powerRuns what the rounds so far say about the devices together
     * @param steps what happened, in order; empty if nothing could
     */
    public record Progress(OrderMoney money, PowerRuns powerRuns, List<Step> steps) {
        /** Copies the list. */
        public Progress {
            steps = List.copyOf(steps);
        }
    }

    /** All steps that are possible now. */
    public static Progress advance(Dossier dossier, Rules rules, Instant now) {
        OrderSettlement settlement = new OrderSettlement(dossier, rules, now);
        settlement.fund();
        settlement.startOrRefund();
        settlement.settleWindows();
        settlement.compareWithChain();
        return new Progress(settlement.money, settlement.powerRuns, settlement.steps);
    }

    private void fund() {
        if (money.phase() == Phase.WAITING && dossier.deposit().isPresent()) {
            Dossier.Deposit deposit = dossier.deposit().get();
            money = money.funded(deposit.amount());
            steps.add(new Funded(deposit));
        }
    }

    private void startOrRefund() {
        if (money.phase() != Phase.FUNDED) {
            return;
        }
        boolean coversTheTerm = money.deposit().equals(dossier.terms().totalPrice());
        if (dossier.billingFromEpoch().isPresent() && coversTheTerm) {
            long firstEpoch = dossier.billingFromEpoch().get();
            money = money.billing(OrderFold.start(
                    BillingTerms.of(dossier.terms(), rules.clock(), firstEpoch, rules.limits()),
                    dossier.terms().mode()));
        } else if (dossier.closing().isPresent()) {
            OrderMoney before = money;
            money = money.refundedInFull();
            steps.add(new Closed(List.of(), before, money));
        }
    }

    private void settleWindows() {
        boolean settled = true;
        while (settled && money.phase() == Phase.BILLING) {
            settled = settleNext(endedWhereServiceEnded(money.fold().orElseThrow()));
        }
    }

    /** The fold with its end moved to the end of service, as soon as the next epoch is the one that holds that end. */
    private OrderFold endedWhereServiceEnded(OrderFold fold) {
        return dossier.closing()
                .map(closing -> Instant.ofEpochSecond(closing.atSecond()))
                .filter(end -> end.isBefore(rules.clock().endOf(fold.nextEpoch())))
                .map(end -> fold.endAt(fold.serviceSecondAt(end, rules.clock())))
                .orElse(fold);
    }

    private boolean settleNext(OrderFold fold) {
        if (fold.termOver() && !fold.awaitsAudit()) {
            return close(fold);
        }
        long epoch = fold.nextEpoch();
        if (isBefore(epoch, rules.windowDelay())) {
            return false;
        }
        if (!fold.termOver() && dossier.holds().stream().anyMatch(hold -> hold.covers(epoch))) {
            return take(fold.hold(epoch), Optional.empty());
        }
        Optional<EpochJudgment> judgment = judgmentOf(epoch);
        if (judgment.isPresent()) {
            EpochJudgment judged = judgment.get();
            Optional<Boolean> audit = dossier.rounds().auditOf(judged, fold);
            return audit.isPresent()
                    && take(
                            fold.fold(epoch, outcomeOf(epoch, judged), judged.rateBelowStrikeLimit(), audit.get()),
                            judgment);
        }
        if (dossier.waivedEpochs().contains(epoch)) {
            return take(fold.fold(epoch, WindowOutcome.WAIVED), judgment);
        }
        return !isBefore(epoch, rules.unchallengedAfter())
                && take(fold.fold(epoch, WindowOutcome.UNCHALLENGED), judgment);
    }

    private boolean isBefore(long epoch, Duration afterItsEnd) {
        return now.isBefore(rules.clock().endOf(epoch).plus(afterItsEnd));
    }

    private Optional<EpochJudgment> judgmentOf(long epoch) {
        return EpochJudgment.of(
                devicesIn(epoch), dossier.votes().getOrDefault(epoch, List.of()), rules.roster(), rules.mu());
    }

    private Set<Integer> devicesIn(long epoch) {
        return dossier.devices().stream()
                .filter(version -> version.effectiveEpoch() <= epoch)
                .max(Comparator.comparingLong(Dossier.NodeVersion::version))
                .map(Dossier.NodeVersion::devices)
                .orElse(Set.of());
    }

    private WindowOutcome outcomeOf(long epoch, EpochJudgment judged) {
        boolean served = DeploymentRequest.served(
                dossier.deployments(),
                rules.clock().startOf(epoch),
                rules.clock().endOf(epoch));
        return judged.outcome() == WindowOutcome.PASS && !served ? WindowOutcome.UNSERVED : judged.outcome();
    }

    private boolean take(FoldResult result, Optional<EpochJudgment> judgment) {
        return switch (result) {
            case FoldResult.Refused refused ->
                throw new IllegalStateException("The fold refused its own next epoch: " + refused);
            case FoldResult.Folded folded -> {
                OrderMoney before = money;
                money = money.folded(folded.fold());
                record(folded, before, judgment);
                yield true;
            }
        };
    }

    private void record(FoldResult.Folded folded, OrderMoney before, Optional<EpochJudgment> judgment) {
        List<WindowDecision> decisions = folded.decisions();
        long epoch = folded.fold().nextEpoch() - 1;
        Optional<WindowDecision> own =
                decisions.stream().filter(decision -> decision.epoch() == epoch).findFirst();
        List<WindowDecision> resolved =
                decisions.stream().filter(decision -> decision.epoch() != epoch).toList();
        if (own.isPresent()) {
            powerRuns = powerRuns.after(judgment.map(EpochJudgment::verdicts).orElse(List.of()), rules.mu());
            steps.add(new WindowSettled(
                    own.get(), resolved, before, money, judgment.map(EpochJudgment::k), powerRuns.proof()));
            steps.addAll(strikes.after(epoch, own.get().outcome(), folded, judgment));
        } else if (!resolved.isEmpty()) {
            steps.add(new Step.EarlierDecided(epoch, resolved, before, money));
        }
    }

    private boolean close(OrderFold fold) {
        if (dossier.closing().isEmpty()) {
            return false;
        }
        return switch (fold.finish()) {
            case FoldResult.Refused refused ->
                throw new IllegalStateException("The fold refused to finish: " + refused);
            case FoldResult.Folded folded -> {
                OrderMoney before = money;
                money = money.closed(folded.fold());
                steps.add(new Closed(folded.decisions(), before, money));
                steps.addAll(strikes.atEnd(dossier.closing().get(), folded.fold(), powerRuns.proof()));
                yield true;
            }
        };
    }

    private void compareWithChain() {
        Optional<Dossier.ChainItem> equal = dossier.chainItem()
                .filter(item -> item.releasedCum().equals(money.released()))
                .filter(item -> item.refundedCum().equals(money.refunded()));
        if (equal.isPresent() && money.phase() == Phase.CLOSED && !money.settled()) {
            long block = equal.get().finalBlock();
            equal.get().finalBatch().ifPresent(batch -> {
                money = money.settledOnChain();
                steps.add(new SettledOnChain(batch, block));
            });
        }
    }
}
