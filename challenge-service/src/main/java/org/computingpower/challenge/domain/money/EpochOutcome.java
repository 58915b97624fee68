package org.computingpower.challenge.domain.money;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.quorum.CastResult;
import org.computingpower.terms.quorum.QuorumTally;
import org.computingpower.terms.quorum.TallyState;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;

/** What a quorum says about one epoch of an order's node: the worst result of its devices. */
public final class EpochOutcome {

    private EpochOutcome() {}

    /** The outcome if a quorum agrees on every device; empty otherwise. */
    public static Optional<WindowOutcome> of(
            Set<Integer> devices, Collection<Vote<PowerVerdict>> votes, ValidatorRoster validators) {
        Set<ProofResult> results = EnumSet.noneOf(ProofResult.class);
        for (int device : devices) {
            Optional<PowerVerdict> fact = factAbout(device, votes, validators);
            if (fact.isEmpty()) {
                return Optional.empty();
            }
            results.add(fact.get().result());
        }
        return results.isEmpty() ? Optional.empty() : Optional.of(worst(results));
    }

    private static Optional<PowerVerdict> factAbout(
            int device, Collection<Vote<PowerVerdict>> votes, ValidatorRoster validators) {
        QuorumTally<Integer, PowerVerdict> tally = QuorumTally.open(device, validators);
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

    private static WindowOutcome worst(Set<ProofResult> results) {
        if (results.contains(ProofResult.VOID)) {
            return WindowOutcome.VOID;
        }
        if (results.contains(ProofResult.MISSING)) {
            return WindowOutcome.MISSING;
        }
        return results.contains(ProofResult.FAIL) ? WindowOutcome.FAIL : WindowOutcome.PASS;
    }
}
