package org.computingpower.gateway.application.solver;

import org.computingpower.gateway.fixture.Market;
import org.computingpower.power.Hash32;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.BeaconKind;
import org.computingpower.terms.signed.RoundOpen;

/** Openings of rounds whose seed follows from their inputs. */
final class Rounds {
    private Rounds() {}

    /** The primary part of an epoch. */
    static RoundOpen round(long epoch) {
        return round(epoch, 0, Bytes32.ZERO);
    }

    static RoundOpen round(long epoch, int part, Bytes32 rosterRoot) {
        Bytes32 beacon = Digests.keccak256OfText("beacon " + epoch);
        Bytes32 block = Digests.keccak256OfText("block");
        return new RoundOpen(
                1, epoch, part, BeaconKind.COMMIT_REVEAL, beacon, 4, block, seed(epoch, beacon, block), rosterRoot, 1);
    }

    private static Bytes32 seed(long epoch, Bytes32 beacon, Bytes32 block) {
        return Bytes32.of(EpochSeed.of(
                        org.computingpower.power.round.BeaconKind.COMMIT_REVEAL,
                        epoch,
                        Hash32.of(beacon.toArray()),
                        31337,
                        Hash32.of(block.toArray()))
                .bytes());
    }

    static RoundOpen withSeed(RoundOpen round, Bytes32 seed) {
        return new RoundOpen(
                round.setVersion(),
                round.epoch(),
                round.part(),
                round.beaconKind(),
                round.beaconOutput(),
                round.blockNumber(),
                round.blockHash(),
                seed,
                round.rosterRoot(),
                round.rosterSize());
    }

    /** A validator's word for a round. */
    static SignedRound signed(RoundOpen round, int validator, MarketFile market) {
        var key = Market.validatorKey(validator);
        return new SignedRound(key.address(), round, round.sign(key, market.domains()));
    }
}
