package org.computingpower.challenge.application;

import java.time.Duration;
import org.computingpower.power.round.BeaconKind;

/**
 * Numbers of one validator that are not the market's.
 *
 * @param rosterFixDelay after an epoch's start until its roster is fixed; before the earliest T0
 * @param callTolerance how far a leader's call and secret may be from the T0 that the secret fixes, how late after it the last secret may come, or how
 *     late the drawn drand round may become known
 * @param beacon where T0 and seed come from; the same at all validators, or no quorum opens a round
 */
public record Settings(Duration rosterFixDelay, Duration callTolerance, BeaconKind beacon) {}
