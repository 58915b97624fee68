package org.computingpower.challenge.domain.beacon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.LeaderRanking;
import org.computingpower.terms.Address;
import org.computingpower.terms.signed.BeaconCommitment;

/**
 * One epoch's commit-reveal beacon as one validator sees it: the commitments and, built on them, the two parts. Who signs two commitments counts as
 * having signed none: whoever knows both sees it so, whichever came first. Not thread-safe.
 */
public final class BeaconRound {

    private final long epoch;
    private final MarketRules rules;
    private final Map<Address, SignedCommitment> first = new HashMap<>();
    private final Map<Address, SignedCommitment> contradicting = new HashMap<>();
    /** Those that count. */
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

    /** Two commitments of one validator. */
    public record Contradiction(SignedCommitment first, SignedCommitment second) {}

    /** Takes a commitment whose signature was checked. */
    public Taken takeCommitment(SignedCommitment signed) {
        Address validator = signed.validator();
        BeaconCommitment commitment = signed.commitment();
        if (commitment.epoch() != epoch
                || commitment.setVersion() != rules.setVersion()
                || !rules.members().contains(validator)) {
            return Taken.REFUSED;
        }
        SignedCommitment earlier = first.putIfAbsent(validator, signed);
        if (earlier == null) {
            commitments.put(validator, commitment);
            return Taken.TAKEN;
        }
        if (earlier.commitment().equals(commitment) || contradicting.containsKey(validator)) {
            return Taken.REPEATED;
        }
        contradicting.put(validator, signed);
        commitments.remove(validator);
        return Taken.CONTRADICTS;
    }

    /** The two commitments of a validator that contradicts itself. */
    public Optional<Contradiction> contradiction(Address validator) {
        return Optional.ofNullable(contradicting.get(validator))
                .map(second -> new Contradiction(Objects.requireNonNull(first.get(validator)), second));
    }
}
