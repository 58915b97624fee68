package org.computingpower.settlement.domain.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.settlement.domain.order.Step.SlashWanted;
import org.computingpower.settlement.domain.slash.SlashPolicy;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.EpochJudgment;
import org.computingpower.terms.money.FoldResult;
import org.computingpower.terms.money.OrderFold;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.SlashRule;

/** Which slashes the windows of one advance ask for, within the caps that earlier proposals leave. */
final class StrikeCount {

    private final TokenAmount price;
    private final Rules rules;
    private final TokenAmount stake;
    private final List<Long> voidEpochs;
    private TokenAmount ofOrder;
    private TokenAmount strikesOfNodeToday;

    StrikeCount(Dossier dossier, Rules rules) {
        this.price = dossier.terms().totalPrice();
        this.rules = rules;
        this.stake = dossier.history().stake();
        this.voidEpochs = new ArrayList<>(dossier.history().voidEpochs());
        this.ofOrder = dossier.history().ofOrder();
        this.strikesOfNodeToday = dossier.history().strikesOfNodeToday();
    }

    List<SlashWanted> after(
            long epoch, WindowOutcome outcome, FoldResult.Folded folded, Optional<EpochJudgment> judgment) {
        List<PowerVerdict> verdicts = judgment.map(EpochJudgment::verdicts).orElse(List.of());
        List<SlashWanted> wanted = new ArrayList<>();
        if (folded.strike()) {
            strike(epoch, folded.fold().streak().strikesInARow(), verdicts).ifPresent(wanted::add);
        }
        if (outcome == WindowOutcome.VOID) {
            falseAnswer(epoch, verdicts).ifPresent(wanted::add);
        }
        return wanted;
    }

    List<SlashWanted> atEnd(Dossier.Closing closing, OrderFold fold, Optional<PowerRun> shortfall) {
        if (!closing.providerFault()) {
            return List.of();
        }
        Optional<SlashWanted> wanted = rules.slashing()
                .forTermination(price, ofOrder)
                .map(amount -> new SlashWanted(
                        SlashRule.S2,
                        amount,
                        fold.nextEpoch() - 1,
                        fold.streak().unpaidInARow(),
                        List.of(),
                        shortfall));
        wanted.ifPresent(this::count);
        return wanted.stream().toList();
    }

    private Optional<SlashWanted> strike(long epoch, int inARow, List<PowerVerdict> verdicts) {
        Optional<SlashWanted> wanted = rules.slashing()
                .forStrike(price, inARow, ofOrder, strikesOfNodeToday, stake)
                .map(amount -> new SlashWanted(SlashRule.S1, amount, epoch, inARow, verdicts, Optional.empty()));
        wanted.ifPresent(slash -> {
            count(slash);
            strikesOfNodeToday = strikesOfNodeToday.plus(slash.amount());
        });
        return wanted;
    }

    private Optional<SlashWanted> falseAnswer(long epoch, List<PowerVerdict> verdicts) {
        long windowEpochs = Math.ceilDiv(
                SlashPolicy.VOID_WINDOW_SECONDS, rules.clock().length().toSeconds());
        voidEpochs.add(epoch);
        voidEpochs.removeIf(earlier -> earlier <= epoch - windowEpochs);
        if (voidEpochs.size() < SlashPolicy.VOIDS_THAT_COST) {
            return Optional.empty();
        }
        int count = voidEpochs.size();
        voidEpochs.clear();
        Optional<SlashWanted> wanted = rules.slashing()
                .forVoids(price, ofOrder)
                .map(amount -> new SlashWanted(SlashRule.S3, amount, epoch, count, verdicts, Optional.empty()));
        wanted.ifPresent(this::count);
        return wanted;
    }

    private void count(SlashWanted slash) {
        ofOrder = ofOrder.plus(slash.amount());
    }
}
