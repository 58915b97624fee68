package org.computingpower.terms.money;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.quorum.CastResult;
import org.computingpower.terms.quorum.QuorumTally;
import org.computingpower.terms.quorum.TallyState;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;

/**
 * What a quorum says about one epoch of one order's node, all devices together. Settlement and every validator compute it on their own.
 *
 * @param outcome the worst result of a device: VOID before MISSING before FAIL before PASS
 * @param k shares of all devices together
 * @param rateBelowStrikeLimit whether a failing device proved less than 0.85 of its rated power
 * @param verdicts one verdict per device, each agreed on by the quorum
 */
public record EpochJudgment(WindowOutcome outcome, int k, boolean rateBelowStrikeLimit, List<PowerVerdict> verdicts) {

    private static final int STRIKE_LIMIT_PERCENT = 85;

    /** Copies the list. */
    public EpochJudgment {
        verdicts = List.copyOf(verdicts);
    }

    /**
     * The judgment, if a quorum agrees on every device; empty otherwise.
     *
     * @param devices the devices that the epoch's roster challenges, at least one
     * @param votes verified verdicts about this order and epoch: the first one of each validator, then those that contradict it. A
     *     contradiction takes its author's vote away, but not what a quorum decided: money that was released cannot be called back
     * @param mu expected shares of a node at its rated power
     */
    public static Optional<EpochJudgment> of(
            Set<Integer> devices, Collection<Vote<PowerVerdict>> votes, ValidatorRoster roster, int mu) {
        List<PowerVerdict> facts = new ArrayList<>();
        for (int device : devices.stream().sorted().toList()) {
            Optional<PowerVerdict> fact = factAbout(device, votes, roster);
            if (fact.isEmpty()) {
                return Optional.empty();
            }
            facts.add(fact.get());
        }
        return facts.isEmpty() ? Optional.empty() : Optional.of(of(facts, mu));
    }

    /** The round that was judged. A quorum of one epoch agrees on one opening, whatever the device. */
    public Bytes32 roundOpenHash() {
        return verdicts.getFirst().roundOpenHash();
    }

    private static Optional<PowerVerdict> factAbout(
            int device, Collection<Vote<PowerVerdict>> votes, ValidatorRoster roster) {
        QuorumTally<Integer, PowerVerdict> tally = QuorumTally.open(device, roster);
        for (Vote<PowerVerdict> vote : votes) {
            if (vote.value().device() == device) {
                tally = switch (tally.cast(vote.value().setVersion(), vote)) {
                    case CastResult.Counted<Integer, PowerVerdict>(var next) -> next;
                    case CastResult.Equivocated<Integer, PowerVerdict>(var next, var evidence) -> next;
                    case CastResult.Repeated<Integer, PowerVerdict> same -> tally;
                    case CastResult.Refused<Integer, PowerVerdict> refused -> tally;
                };
            }
        }
        return switch (tally.state()) {
            case TallyState.Reached<PowerVerdict>(var value, var agreeing) -> Optional.of(value);
            case TallyState.Pending<PowerVerdict> pending -> Optional.empty();
            case TallyState.Split<PowerVerdict> split -> Optional.empty();
        };
    }

    private static EpochJudgment of(List<PowerVerdict> facts, int mu) {
        boolean below = facts.stream()
                .anyMatch(fact ->
                        fact.result() == ProofResult.FAIL && 100L * fact.k() < (long) STRIKE_LIMIT_PERCENT * mu);
        return new EpochJudgment(
                worst(facts), facts.stream().mapToInt(PowerVerdict::k).sum(), below, facts);
    }

    private static WindowOutcome worst(List<PowerVerdict> facts) {
        if (has(facts, ProofResult.VOID)) {
            return WindowOutcome.VOID;
        }
        if (has(facts, ProofResult.MISSING)) {
            return WindowOutcome.MISSING;
        }
        return has(facts, ProofResult.FAIL) ? WindowOutcome.FAIL : WindowOutcome.PASS;
    }

    private static boolean has(List<PowerVerdict> facts, ProofResult result) {
        return facts.stream().anyMatch(fact -> fact.result() == result);
    }
}
