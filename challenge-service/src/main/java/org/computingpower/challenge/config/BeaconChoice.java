package org.computingpower.challenge.config;

import io.quarkus.runtime.LaunchMode;
import java.net.URI;
import java.util.List;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconKind;

/** Refuses beacons that could not work, or would prove nothing. */
final class BeaconChoice {

    private static final int MAX_URLS = 8;

    private BeaconChoice() {}

    /**
     * @throws IllegalStateException which ends the start
     */
    static void check(BeaconKind beacon, List<URI> urls, MarketRules rules, LaunchMode mode) {
        switch (beacon) {
            case COMMIT_REVEAL -> {
                // Needs nothing but the other validators.
            }
            case DRAND -> {
                if (urls.isEmpty() || urls.size() > MAX_URLS) {
                    throw new IllegalStateException(
                            "challenge.beacon=drand needs 1 to " + MAX_URLS + " challenge.drand-urls");
                }
                if (rules.drawToMillis(RoundPart.PRIMARY) - rules.drawFromMillis(RoundPart.PRIMARY)
                        < Quicknet.PERIOD_MILLIS) {
                    throw new IllegalStateException(
                            "challenge.beacon=drand needs 3 s, the time from round to round, between the market's drawFromMillis and drawToMillis");
                }
            }
            case FIXED -> {
                if (mode != LaunchMode.TEST) {
                    throw new IllegalStateException("challenge.beacon=" + BeaconKind.FIXED
                            + " is known ahead by everybody and proves nothing: it is for tests only");
                }
            }
        }
    }
}
