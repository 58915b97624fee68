package org.computingpower.challenge.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.LaunchMode;
import java.net.URI;
import java.util.List;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.power.round.BeaconKind;
import org.junit.jupiter.api.Test;

class BeaconChoiceTest {

    private static final MarketRules WIDE = MarketRules.of(TestMarket.drand(0, 1, 1));

    private static void check(BeaconKind beacon, List<URI> urls, MarketRules rules, LaunchMode mode) {
        BeaconChoice.check(beacon, urls, rules, mode);
    }

    @Test
    void refusesTheFixedBeaconOutsideTests() {
        BeaconKind fixed = BeaconKind.FIXED;
        assertThatCode(() -> check(fixed, List.of(), WIDE, LaunchMode.TEST)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(fixed, List.of(), WIDE, LaunchMode.NORMAL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tests only");
        assertThatThrownBy(() -> check(fixed, List.of(), WIDE, LaunchMode.DEVELOPMENT))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void drandNeedsEndpointsAndARoundInTheWindow() {
        BeaconKind drand = BeaconKind.DRAND;
        List<URI> one = List.of(URI.create("https://a.example"));
        assertThatCode(() -> check(drand, one, WIDE, LaunchMode.NORMAL)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(drand, List.of(), WIDE, LaunchMode.NORMAL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("challenge.drand-urls");
        // Half a second of room: most epochs have no drand round in it.
        assertThatThrownBy(() -> check(drand, one, MarketRules.of(TestMarket.file(1, 1, 1)), LaunchMode.NORMAL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("drawFromMillis");
    }

    @Test
    void commitRevealNeedsNoRoomAndNoEndpoint() {
        assertThatCode(() -> check(
                        BeaconKind.COMMIT_REVEAL,
                        List.of(),
                        MarketRules.of(TestMarket.file(1, 1, 1)),
                        LaunchMode.NORMAL))
                .doesNotThrowAnyException();
    }
}
