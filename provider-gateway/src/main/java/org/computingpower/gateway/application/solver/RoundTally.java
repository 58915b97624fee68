package org.computingpower.gateway.application.solver;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.RoundOpen;

/**
 * Decides when a round is open for this node: as soon as a threshold of validators signed the same inputs and the seed
 * follows from them. One lying validator can therefore neither make the node search for a wrong challenge nor keep it
 * from the right one: of each validator the first word about a part of an epoch counts, and only about epochs that are
 * near. That bounds what is remembered too. Not thread safe.
 */
final class RoundTally {
    /** Room for clocks: the epoch before and the next one are near. */
    private static final long NEAR_EPOCHS = 1;

    private final MarketFile market;
    private final InstantSource clock;
    private final Map<Part, Votes> parts = new HashMap<>();

    RoundTally(MarketFile market, InstantSource clock) {
        this.market = market;
        this.clock = clock;
    }

    private record Part(long epoch, int number) {}

    private static final class Votes {
        private final Map<Address, Bytes32> byValidator = new HashMap<>();
        private boolean opened;
    }

    /** Counts a statement; answers the round at the moment it opens, once. */
    Optional<RoundOpen> add(SignedRound signed) {
        long now = currentEpoch();
        parts.keySet().removeIf(part -> !isNear(part.epoch(), now));
        RoundOpen round = signed.round();
        Part part = new Part(round.epoch(), round.part());
        // Signatures last: whoever sends more than counts shall cost nothing.
        if (!isNear(round.epoch(), now)
                || !isPart(round.part())
                || hasVoted(signed.validator(), part)
                || !isMember(signed)
                || !seedFollows(round)
                || !round.isSignedBy(signed.validator(), signed.signature(), market.domains())) {
            return Optional.empty();
        }
        Votes votes = parts.computeIfAbsent(part, _ -> new Votes());
        Bytes32 hash = round.structHash();
        votes.byValidator.put(signed.validator(), hash);
        long equal = votes.byValidator.values().stream().filter(hash::equals).count();
        if (votes.opened || equal < market.validatorThreshold()) {
            return Optional.empty();
        }
        votes.opened = true;
        return Optional.of(round);
    }

    /** How many statements are remembered. */
    int size() {
        return parts.values().stream()
                .mapToInt(votes -> votes.byValidator.size())
                .sum();
    }

    private long currentEpoch() {
        Instant now = clock.instant();
        return now.isBefore(market.epochClock().genesis())
                ? -1
                : market.epochClock().epochAt(now);
    }

    private static boolean isNear(long epoch, long now) {
        return epoch >= now - NEAR_EPOCHS && epoch <= now + NEAR_EPOCHS;
    }

    private static boolean isPart(int number) {
        return number == RoundPart.PRIMARY.wire() || number == RoundPart.RESERVE.wire();
    }

    private boolean hasVoted(Address validator, Part part) {
        Votes votes = parts.get(part);
        return votes != null && votes.byValidator.containsKey(validator);
    }

    private boolean isMember(SignedRound signed) {
        return signed.round().setVersion() == market.setVersion()
                && market.validatorRoster().members().contains(signed.validator());
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
}
