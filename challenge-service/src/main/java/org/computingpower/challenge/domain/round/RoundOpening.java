package org.computingpower.challenge.domain.round;

import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.signed.RoundOpen;

/** Makes the statement that opens a round. */
public final class RoundOpening {

    private RoundOpening() {}

    /**
     * The opening.
     *
     * @param roster the roster of this part under this seed
     * @param kind where {@code beaconOutput} comes from
     */
    public static RoundOpen of(
            MarketRules rules,
            EpochRoster roster,
            RoundPart part,
            BeaconKind kind,
            Hash32 beaconOutput,
            BlockRef block) {
        Hash32 seed = seed(rules, roster.epoch(), kind, beaconOutput, block);
        return new RoundOpen(
                rules.setVersion(),
                roster.epoch(),
                part.wire(),
                signed(kind),
                Hashes.terms(beaconOutput),
                block.number(),
                block.hash(),
                Hashes.terms(seed),
                roster.root(),
                roster.size());
    }

    /** The seed, which also says what the roster of this round is. */
    public static Hash32 seed(MarketRules rules, long epoch, BeaconKind kind, Hash32 beaconOutput, BlockRef block) {
        return EpochSeed.of(kind, epoch, beaconOutput, rules.domains().chainId(), Hashes.puzzle(block.hash()));
    }

    private static org.computingpower.terms.signed.BeaconKind signed(BeaconKind kind) {
        return switch (kind) {
            case FIXED -> org.computingpower.terms.signed.BeaconKind.FIXED;
            case COMMIT_REVEAL -> org.computingpower.terms.signed.BeaconKind.COMMIT_REVEAL;
            case DRAND -> org.computingpower.terms.signed.BeaconKind.DRAND;
        };
    }
}
