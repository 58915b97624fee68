package org.computingpower.challenge.application;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.computingpower.challenge.application.RoundStore.StoredAnswer;
import org.computingpower.challenge.application.RoundStore.StoredReceipt;
import org.computingpower.challenge.application.RoundStore.StoredRound;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.RevealCheck;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.terms.Address;

/**
 * Rebuilds an open round from what was kept, with the same receipts; proofs are judged again, which gives the same verdicts. Answers are read in
 * parts and their nonces let go of, so that a large round fits into the memory it needed before.
 */
final class RecoverRound {

    private static final long NEVER = Long.MAX_VALUE / 2;
    /** Answers read at one time: some 5 MB. */
    private static final int PART = 500;

    private final MarketRules rules;
    private final Address self;
    private final Receipts receipts;
    private final Peers peers;
    private final RoundStore store;

    RecoverRound(MarketRules rules, SigningDesk desk, Peers peers, RoundStore store) {
        this.store = store;
        this.rules = rules;
        this.self = desk.address();
        this.receipts = new Receipts(rules, desk);
        this.peers = peers;
    }

    /** The round as it was opened. */
    Round round(StoredRound stored) {
        Round round = new Round(stored.round(), stored.roster(), rules, self, stored.openedAtMillis());
        store.starts(round.epoch()).forEach(round::takeOpening);
        return round;
    }

    /** Takes again what the round received, and sends this validator's receipts again: the crash may have come before they left. */
    int replay(Round round) {
        int count = 0;
        Optional<RosterSlot.Key> last = Optional.empty();
        for (List<StoredAnswer> part = next(round, last); !part.isEmpty(); part = next(round, last)) {
            part.forEach(answer -> replay(round, answer));
            if (peers.anybody()) {
                tellPeers(round, part);
            }
            count += part.size();
            last = Optional.of(part.getLast().key());
        }
        return count;
    }

    private List<StoredAnswer> next(Round round, Optional<RosterSlot.Key> last) {
        return store.answersAfter(round.epoch(), last, PART);
    }

    private void tellPeers(Round round, List<StoredAnswer> answers) {
        long untilMillis = round.closesAtMillis();
        answers.forEach(answer -> {
            receivedAt(answer, false)
                    .ifPresent(at -> peers.broadcast(
                            receipts.message(
                                    answer.commit(), receipts.of(answer.commit().hash(), at)),
                            untilMillis));
            receivedAt(answer, true)
                    .ifPresent(at -> answer.reveal()
                            .ifPresent(reveal -> peers.broadcast(
                                    receipts.message(round.epoch(), answer.key(), reveal, at), untilMillis)));
        });
    }

    private void replay(Round round, StoredAnswer answer) {
        var signer = Optional.of(answer.key().nodeId());
        // Known without a receipt of this validator if it came late to it: then only others' receipts count.
        round.takeForwardedCommit(answer.commit(), signer, receivedAtOrNever(answer, false));
        answer.reveal().ifPresent(reveal -> {
            RevealCheck check =
                    round.checkForwardedReveal(answer.key(), reveal, signer, receivedAtOrNever(answer, true));
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

    private long receivedAtOrNever(StoredAnswer answer, boolean reveal) {
        return receivedAt(answer, reveal).orElse(NEVER);
    }

    private OptionalLong receivedAt(StoredAnswer answer, boolean reveal) {
        return answer.receipts().stream()
                .filter(receipt ->
                        receipt.reveal() == reveal && receipt.validator().equals(self))
                .mapToLong(StoredReceipt::receivedAtMillis)
                .findFirst();
    }
}
