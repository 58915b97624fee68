package org.computingpower.gateway.application.solver;

import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.computingpower.power.Hash32;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.RoundOpen;

/**
 * Decides when a round is open for this node: as soon as a threshold of validators signed the same inputs and the seed
 * follows from them. One lying validator can therefore not make the node search for a wrong challenge. Not thread safe.
 */
final class RoundTally {
    /** A round is over before the second next begins; 8 leaves room for clocks. */
    private static final int MAX_EPOCHS = 8;

    private final MarketFile market;
    private final NavigableMap<Long, Epoch> epochs = new TreeMap<>();

    RoundTally(MarketFile market) {
        this.market = market;
    }

    private static final class Epoch {
        private final Set<Vote> votes = new HashSet<>();
        private final Set<Integer> opened = new HashSet<>();
    }

    private record Vote(Address validator, int part, Bytes32 round) {}

    /** Counts a statement; answers the round at the moment it opens, once. */
    Optional<RoundOpen> add(SignedRound signed) {
        RoundOpen round = signed.round();
        if (!isByMember(signed) || !seedFollows(round) || isForgotten(round.epoch())) {
            return Optional.empty();
        }
        Epoch epoch = epochs.computeIfAbsent(round.epoch(), _ -> new Epoch());
        while (epochs.size() > MAX_EPOCHS) {
            epochs.pollFirstEntry();
        }
        Bytes32 hash = round.structHash();
        epoch.votes.add(new Vote(signed.validator(), round.part(), hash));
        long equal = epoch.votes.stream()
                .filter(vote -> vote.part() == round.part() && vote.round().equals(hash))
                .count();
        boolean opens = equal >= market.validatorThreshold() && epoch.opened.add(round.part());
        return opens ? Optional.of(round) : Optional.empty();
    }

    private boolean isByMember(SignedRound signed) {
        return signed.round().setVersion() == market.setVersion()
                && market.validatorRoster().members().contains(signed.validator())
                && signed.round().isSignedBy(signed.validator(), signed.signature(), market.domains());
    }

    private boolean seedFollows(RoundOpen round) {
        Hash32 seed = EpochSeed.of(
                BeaconKind.ofWire(round.beaconKind().code()),
                round.epoch(),
                Hash32.of(round.beaconOutput().toArray()),
                market.chainId(),
                Hash32.of(round.blockHash().toArray()));
        return Hash32.of(round.epochSeed().toArray()).equals(seed);
    }

    private boolean isForgotten(long epoch) {
        return epochs.size() == MAX_EPOCHS && epoch < epochs.firstKey();
    }
}
