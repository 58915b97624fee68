package org.computingpower.power.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.computingpower.power.statistics.DeviceModel.DeviceClass;
import org.computingpower.power.statistics.DeviceModel.Fit;
import org.computingpower.power.statistics.DeviceModel.Provenance;
import org.computingpower.power.statistics.Rating.CalibrationRound;
import org.junit.jupiter.api.Test;

class RatingRulesTest {

    private static CalibrationRound round(int shares) {
        return new CalibrationRound(shares, 4_096, 60_000_000);
    }

    @Test
    void ratesNineTenthsOfTheSmallestRound() {
        assertThat(Rating.ratedPower(60_000_000, List.of(round(4_096), round(4_000), round(4_200))))
                .isEqualTo(52_734_375);
    }

    @Test
    void neverRatesMoreThanAdvertised() {
        assertThat(Rating.ratedPower(60_000_000, List.of(round(8_192), round(8_192), round(8_192))))
                .isEqualTo(60_000_000);
    }

    @Test
    void roundsDownOnce() {
        CalibrationRound third = new CalibrationRound(1, 3, 10);
        assertThat(third.measuredRate()).isEqualTo(3);
        assertThat(Rating.ratedPower(100, List.of(third, third, third))).isEqualTo(3);
    }

    @Test
    void aDeviceWithoutSharesHasNoPower() {
        assertThat(Rating.ratedPower(60_000_000, List.of(round(4_096), round(0), round(4_096))))
                .isZero();
    }

    @Test
    void ratesOnExactlyThreeRounds() {
        assertThatThrownBy(() -> Rating.ratedPower(1, List.of(round(1), round(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unlistsAtSixMissedOfTheLastFortyEight() {
        Availability five = Availability.START;
        for (int i = 0; i < 5; i++) {
            five = five.next(true);
        }
        assertThat(five.isUnlisting()).isFalse();
        assertThat(five.next(true).isUnlisting()).isTrue();
        Availability later = five;
        for (int i = 0; i < 43; i++) {
            later = later.next(false);
        }
        assertThat(later.missed()).isEqualTo(5);
        assertThat(later.next(true).missed()).isEqualTo(5);
        assertThat(later.next(false).missed()).isEqualTo(4);
    }

    @Test
    void tellsADeviceThatIsTooSlowOrTooFastForItsModel() {
        DeviceModel model = new DeviceModel("v", "m", DeviceClass.CPU, 1, 50, 80, 100, Provenance.MEASURED, "test");
        assertThat(model.fit(49)).isEqualTo(Fit.TOO_SLOW);
        assertThat(model.fit(50)).isEqualTo(Fit.PLAUSIBLE);
        assertThat(model.fit(125)).isEqualTo(Fit.PLAUSIBLE);
        assertThat(model.fit(126)).isEqualTo(Fit.TOO_FAST);
    }
}
