package org.computingpower.cli.power;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.cli.evidence.NamedCheck;
import org.computingpower.cli.power.JudgedProof.Receipt;
import org.computingpower.cli.power.JudgedProof.SignedCommit;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.round.ReceiptRule;
import org.computingpower.sgx.dcap.appraise.Check.Outcome;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.ProofResult;

/** The receipt rule: what at least a threshold of validators received by the deadline, each by its own clock, is in time. */
final class ReceiptChecks {
    private final MarketFile market;
    private final JudgedProof proof;
    private final NamedCheck start;
    private final NamedCheck commit;
    private final NamedCheck reveal;
    private Optional<Boolean> commitInTime = Optional.of(false);
    private Optional<Boolean> revealInTime = Optional.of(false);

    ReceiptChecks(MarketFile market, JudgedProof proof, ProofParameters parameters, Optional<SignedCommit> judged) {
        this.market = market;
        this.proof = proof;
        Map<Address, Long> starts = starts();
        start = start(starts);
        // Receipts are those of the commit that this validator saw first.
        boolean receipted = judged.equals(proof.commits().stream().findFirst());
        if (judged.isPresent() && !receipted) {
            commit = unknown("commit-receipts", "this validator keeps those of the node's other commit");
            reveal = unknown("reveal-receipts", "this validator keeps those of the node's other commit");
            commitInTime = Optional.empty();
            revealInTime = Optional.empty();
            return;
        }
        Tally commits = tally(judged.map(signed -> signed.commit().structHash()), proof.commitReceipts(), starts);
        Tally reveals = tally(proof.reveal().map(shown -> shown.reveal().structHash()), proof.revealReceipts(), starts);
        commitInTime = commits.isInTime(parameters.commitDeadlineMillis());
        revealInTime = reveals.isInTime(parameters.revealDeadlineMillis());
        commit = check("commit-receipts", commits, commitInTime, parameters.commitDeadlineMillis());
        reveal = check("reveal-receipts", reveals, revealInTime, parameters.revealDeadlineMillis());
    }

    List<NamedCheck> checks() {
        return List.of(start, commit, reveal);
    }

    /** Whether the commit was in time; empty if the receipts that are shown cannot tell. */
    Optional<Boolean> commitInTime() {
        return commitInTime;
    }

    /** Whether the reveal was in time; empty if the receipts that are shown cannot tell. */
    Optional<Boolean> revealInTime() {
        return revealInTime;
    }

    /**
     * The receipts of one message.
     *
     * @param valid those that are signed, by milliseconds after their validator's own T0
     * @param unsigned how many come without a signature, or from a validator whose T0 is not known
     * @param forged who did not sign what is said to be its receipt
     */
    private record Tally(ReceiptRule rule, List<ReceiptRule.Receipt> valid, int unsigned, List<Address> forged) {
        Optional<Boolean> isInTime(long deadlineMillis) {
            boolean enough = rule.isInTime(valid, deadlineMillis);
            return !enough && valid.size() + unsigned >= rule.threshold() && unsigned > 0
                    ? Optional.empty()
                    : Optional.of(enough);
        }

        long inTime(long deadlineMillis) {
            return valid.stream()
                    .filter(receipt -> receipt.millisAfterRoundStart() <= deadlineMillis)
                    .map(ReceiptRule.Receipt::validator)
                    .distinct()
                    .count();
        }
    }

    private NamedCheck check(String name, Tally tally, Optional<Boolean> inTime, long deadlineMillis) {
        if (!tally.forged().isEmpty()) {
            return NamedCheck.of(name, false, "not signed by " + tally.forged());
        }
        if (inTime.isEmpty()) {
            return unknown(name, tally.unsigned() + " receipts were kept without their signatures");
        }
        if (tally.valid().isEmpty() && proof.verdict().result() == ProofResult.MISSING) {
            return unknown(name, "this validator shows none");
        }
        boolean needed = proof.verdict().result() != ProofResult.MISSING;
        return NamedCheck.of(
                name,
                inTime.get() || !needed,
                tally.inTime(deadlineMillis) + " validators received it within " + deadlineMillis + " ms of their T0, "
                        + market.validatorThreshold() + " needed");
    }

    private static NamedCheck unknown(String name, String why) {
        return new NamedCheck(name, Outcome.NOT_CHECKED, why);
    }

    private Tally tally(Optional<Bytes32> hash, List<Receipt> receipts, Map<Address, Long> starts) {
        List<ReceiptRule.Receipt> valid = new ArrayList<>();
        List<Address> forged = new ArrayList<>();
        int unsigned = 0;
        for (Receipt receipt : receipts) {
            Optional<Long> start = Optional.ofNullable(starts.get(receipt.validator()))
                    .or(() -> Optional.ofNullable(starts.get(proof.validator())));
            if (receipt.signature().isPresent() && !(hash.isPresent() && isSigned(receipt, hash.get()))) {
                forged.add(receipt.validator());
            } else if (receipt.signature().isEmpty() || start.isEmpty()) {
                unsigned++;
            } else {
                valid.add(new ReceiptRule.Receipt(
                        Puzzle.validator(receipt.validator()), receipt.receipt().receivedAtMillis() - start.get()));
            }
        }
        return new Tally(rule(), valid, unsigned, forged);
    }

    private ReceiptRule rule() {
        return new ReceiptRule(
                market.validatorRoster().members().stream()
                        .map(Puzzle::validator)
                        .collect(Collectors.toSet()),
                market.validatorThreshold());
    }

    /** Without the validator's own T0 nothing is late or in time. */
    private NamedCheck start(Map<Address, Long> starts) {
        List<Address> forged = proof.opening().starts().stream()
                .map(Receipt::validator)
                .filter(validator -> !starts.containsKey(validator))
                .toList();
        return NamedCheck.of(
                "round-start",
                forged.isEmpty() && starts.containsKey(proof.validator()),
                forged.isEmpty()
                        ? starts.size() + " validators signed when the round began for them"
                        : "not signed by " + forged);
    }

    /** T0 of each validator that signed one, Unix milliseconds. */
    private Map<Address, Long> starts() {
        Bytes32 opening = proof.opening().round().structHash();
        Map<Address, Long> starts = new HashMap<>();
        proof.opening().starts().stream()
                .filter(start -> isSigned(start, opening))
                .forEach(start -> starts.put(start.validator(), start.receipt().receivedAtMillis()));
        return starts;
    }

    private boolean isSigned(Receipt receipt, Bytes32 hash) {
        return receipt.receipt().commitHash().equals(hash)
                && receipt.receipt().setVersion() == market.setVersion()
                && receipt.signature()
                        .filter(signature ->
                                receipt.receipt().isSignedBy(receipt.validator(), signature, market.domains()))
                        .isPresent();
    }
}
