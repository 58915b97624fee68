package org.computingpower.challenge.application;

import java.util.Optional;
import org.computingpower.challenge.application.RoundStore.StoredAnswer;
import org.computingpower.challenge.application.RoundStore.StoredReceipt;
import org.computingpower.challenge.application.RoundStore.StoredRound;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.round.RevealCheck;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.terms.Address;

/** Rebuilds an open round from what was kept, with the same receipts; proofs are judged again, which gives the same verdicts. */
final class RecoverRound {

    private RecoverRound() {}

    static Round of(StoredRound stored, MarketRules rules, Address self) {
        Round round = new Round(stored.round(), stored.roster(), rules, self, stored.openedAtMillis());
        stored.answers().forEach(answer -> replay(round, answer, self));
        return round;
    }

    private static void replay(Round round, StoredAnswer answer, Address self) {
        var signer = Optional.of(answer.key().nodeId());
        // Known without a receipt of this validator if it came late to it: then only others' receipts count.
        round.takeForwardedCommit(answer.commit(), signer, receivedAt(answer, false, self));
        answer.reveal().ifPresent(reveal -> {
            RevealCheck check =
                    round.checkForwardedReveal(answer.key(), reveal, signer, receivedAt(answer, true, self));
            if (check instanceof RevealCheck.ToJudge task) {
                round.recordReveal(task, task.judge());
            }
        });
        for (StoredReceipt receipt : answer.receipts()) {
            if (receipt.reveal()) {
                answer.reveal()
                        .ifPresent(reveal -> round.takeRevealReceipt(
                                answer.key(), reveal.hash(), receipt.validator(), receipt.receivedAtMillis()));
            } else {
                round.takeCommitReceipt(
                        answer.key(), answer.commit().hash(), receipt.validator(), receipt.receivedAtMillis());
            }
        }
    }

    private static long receivedAt(StoredAnswer answer, boolean reveal, Address self) {
        return answer.receipts().stream()
                .filter(receipt ->
                        receipt.reveal() == reveal && receipt.validator().equals(self))
                .mapToLong(StoredReceipt::receivedAtMillis)
                .findFirst()
                .orElse(Long.MAX_VALUE / 2);
    }
}
