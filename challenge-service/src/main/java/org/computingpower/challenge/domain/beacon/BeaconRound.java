package org.computingpower.challenge.domain.beacon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.LeaderRanking;
import org.computingpower.terms.Address;
import org.computingpower.terms.signed.BeaconCommitment;

/** One epoch's commit-reveal beacon as one validator sees it: the commitments and, built on them, the two parts. Not thread-safe. */
public final class BeaconRound {

    private final long epoch;
    private final MarketRules rules;
    private final Map<Address, BeaconCommitment> commitments = new HashMap<>();
    private final BeaconPart primary;
    private final BeaconPart reserve;

    /**
     * @param seedTwoEpochsBefore the seed of epoch - 2, or zero if there was no round
     */
    public BeaconRound(long epoch, MarketRules rules, Hash32 seedTwoEpochsBefore) {
        this.epoch = epoch;
        this.rules = rules;
        List<Address> ranking = LeaderRanking.of(
                        seedTwoEpochsBefore,
                        epoch,
                        rules.members().stream().map(Hashes::beacon).collect(Collectors.toSet()))
                .stream()
                .map(Hashes::terms)
                .toList();
        this.primary = new BeaconPart(RoundPart.PRIMARY, epoch, rules, ranking, commitments);
        this.reserve = new BeaconPart(RoundPart.RESERVE, epoch, rules, ranking, commitments);
    }

    /** One of its parts. */
    public BeaconPart part(RoundPart part) {
        return switch (part) {
            case PRIMARY -> primary;
            case RESERVE -> reserve;
        };
    }

    /** Takes a commitment whose signature was checked. */
    public Taken takeCommitment(Address validator, BeaconCommitment commitment) {
        if (commitment.epoch() != epoch
                || commitment.setVersion() != rules.setVersion()
                || !rules.members().contains(validator)) {
            return Taken.REFUSED;
        }
        BeaconCommitment earlier = commitments.putIfAbsent(validator, commitment);
        if (earlier == null) {
            return Taken.TAKEN;
        }
        return earlier.equals(commitment) ? Taken.REPEATED : Taken.CONTRADICTS;
    }
}
