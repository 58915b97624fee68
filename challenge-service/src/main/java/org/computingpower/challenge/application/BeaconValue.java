package org.computingpower.challenge.application;

import java.util.List;
import java.util.Optional;
import org.computingpower.events.BeaconSecret;
import org.computingpower.power.Hash32;
import org.computingpower.power.round.BeaconKind;

/**
 * What a beacon yields for one round.
 *
 * @param kind which beacon
 * @param output its 32 bytes
 * @param secrets what they were made of, ascending by validator; empty unless the beacon is commit-reveal
 * @param drandRound number of the drand round; empty unless the beacon is drand's
 */
record BeaconValue(BeaconKind kind, Hash32 output, List<BeaconSecret> secrets, Optional<Long> drandRound) {
    BeaconValue {
        secrets = List.copyOf(secrets);
    }
}
