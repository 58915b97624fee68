package org.computingpower.terms.quorum;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.terms.Address;

/**
 * Counts validators' statements about one subject until enough of them agree, so that one lying validator moves
 * nothing. Pure and immutable. Every member has one vote; a member that contradicts itself has none. A reached fact
 * stays, whatever comes later.
 *
 * @param subject what the statements are about, for example node and epoch
 * @param roster the validator set that decides
 * @param votes the counted vote of each member
 * @param equivocations members that contradicted themselves
 * @param fact the reached fact, if any
 */
public record QuorumTally<K, V>(
        K subject,
        ValidatorRoster roster,
        Map<Address, Vote<V>> votes,
        Map<Address, Equivocation<V>> equivocations,
        Optional<TallyState.Reached<V>> fact) {

    /** Copies the maps. */
    public QuorumTally {
        votes = Map.copyOf(votes);
        equivocations = Map.copyOf(equivocations);
    }

    /** A tally without votes. */
    public static <K, V> QuorumTally<K, V> open(K subject, ValidatorRoster roster) {
        return new QuorumTally<>(subject, roster, Map.of(), Map.of(), Optional.empty());
    }

    /**
     * Takes a vote. The caller has recovered the signer from the signature ({@link Vote#recover}).
     *
     * @param setVersion the version of the validator set that the statement names
     * @param vote the vote
     */
    public CastResult<K, V> cast(long setVersion, Vote<V> vote) {
        if (setVersion != roster.setVersion()) {
            return new CastResult.Refused<>(CastResult.Reason.OTHER_SET_VERSION);
        }
        if (!roster.members().contains(vote.signer())) {
            return new CastResult.Refused<>(CastResult.Reason.NOT_A_MEMBER);
        }
        if (equivocations.containsKey(vote.signer())) {
            return new CastResult.Refused<>(CastResult.Reason.EQUIVOCATED_BEFORE);
        }
        Vote<V> earlier = votes.get(vote.signer());
        if (earlier == null) {
            return new CastResult.Counted<>(withVote(vote));
        }
        if (earlier.value().equals(vote.value())) {
            return new CastResult.Repeated<>();
        }
        Equivocation<V> evidence = new Equivocation<>(earlier, vote);
        return new CastResult.Equivocated<>(without(evidence), evidence);
    }

    /** How far the tally is. */
    public TallyState<V> state() {
        if (fact.isPresent()) {
            return fact.get();
        }
        int agreeing = votes.values().stream()
                .map(Vote::value)
                .distinct()
                .mapToInt(value -> votesFor(value).size())
                .max()
                .orElse(0);
        int silent = roster.members().size() - votes.size() - equivocations.size();
        return agreeing + silent < roster.threshold()
                ? new TallyState.Split<>(sorted(List.copyOf(votes.values())))
                : new TallyState.Pending<>(agreeing, roster.threshold());
    }

    private QuorumTally<K, V> withVote(Vote<V> vote) {
        Map<Address, Vote<V>> more = new HashMap<>(votes);
        more.put(vote.signer(), vote);
        QuorumTally<K, V> next = new QuorumTally<>(subject, roster, more, equivocations, fact);
        List<Vote<V>> agreeing = next.votesFor(vote.value());
        if (fact.isPresent() || agreeing.size() < roster.threshold()) {
            return next;
        }
        TallyState.Reached<V> reached = new TallyState.Reached<>(vote.value(), agreeing);
        return new QuorumTally<>(subject, roster, more, equivocations, Optional.of(reached));
    }

    private QuorumTally<K, V> without(Equivocation<V> evidence) {
        Map<Address, Vote<V>> fewer = new HashMap<>(votes);
        fewer.remove(evidence.first().signer());
        Map<Address, Equivocation<V>> more = new HashMap<>(equivocations);
        more.put(evidence.first().signer(), evidence);
        return new QuorumTally<>(subject, roster, fewer, more, fact);
    }

    private List<Vote<V>> votesFor(V value) {
        return sorted(votes.values().stream()
                .filter(vote -> vote.value().equals(value))
                .toList());
    }

    private List<Vote<V>> sorted(List<Vote<V>> unsorted) {
        return unsorted.stream().sorted(Comparator.comparing(Vote::signer)).toList();
    }
}
