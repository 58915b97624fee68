package org.computingpower.challenge.application;

import java.util.List;
import java.util.Map;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;

/**
 * Where T0 and the randomness of a round come from. Foreknowledge is what every implementation has to prevent: who knows T0 and the seed 30 s ahead
 * passes with 36 % of its rating. Guarded by its owner's lock.
 */
interface RoundBeacon {

    /**
     * Does what is due now; opens the round if it begins now.
     *
     * @param lastSilent when validators were silent last, as epochs
     */
    void look(long epoch, long nowMillis, Map<Address, Long> lastSilent);

    /** Takes a leader's call whose signature was checked. */
    Taken takeCall(BeaconPart part, SignedCall signed);

    /** Takes a validator's secret. */
    Taken takeSecret(BeaconPart part, Address validator, BeaconSecret secret);

    /** Whom it was up to that a part got no round; ascending. */
    List<Address> silent(BeaconPart part);
}
