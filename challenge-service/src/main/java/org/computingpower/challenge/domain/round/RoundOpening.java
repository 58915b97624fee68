package org.computingpower.challenge.domain.round;

import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.signed.BeaconKind;
import org.computingpower.terms.signed.RoundOpen;

/** Makes the statement that opens a round. */
public final class RoundOpening {

    private RoundOpening() {}

    /**
     * The opening by the commit-reveal beacon.
     *
     * @param roster the roster of this part
     */
    public static RoundOpen of(
            MarketRules rules, EpochRoster roster, RoundPart part, Hash32 beaconOutput, BlockRef block) {
        Hash32 seed = EpochSeed.of(
                org.computingpower.power.round.BeaconKind.COMMIT_REVEAL,
                roster.epoch(),
                beaconOutput,
                rules.domains().chainId(),
                Hashes.puzzle(block.hash()));
        return new RoundOpen(
                rules.setVersion(),
                roster.epoch(),
                part.wire(),
                BeaconKind.COMMIT_REVEAL,
                Hashes.terms(beaconOutput),
                block.number(),
                block.hash(),
                Hashes.terms(seed),
                roster.root(),
                roster.size());
    }
}
