package org.computingpower.power.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.simulation.PassRateTable.Row;
import org.computingpower.power.statistics.Poisson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The standard profile passes exactly as the design promises, and a slightly weaker or stronger one does not. */
class PassRateTableTest {

    private static final RoundProfile STANDARD = RoundProfile.STANDARD;
    private static final long SEED = 42;

    private static List<Row> table(int mu, int threshold) {
        return PassRateTable.simulate(PassRateTable.ROUNDS, SEED, mu, threshold);
    }

    @Test
    void theStandardProfilePassesAsTheDesignSays() {
        List<Row> rows = table(STANDARD.mu(), STANDARD.threshold());
        assertThat(rows).as(PassRateTable.format(rows)).hasSize(8).allMatch(Row::isAsExpected);
    }

    @Test
    void thePromisesAreTheExactTails() {
        assertThat(PassRateTable.promises())
                .allSatisfy(
                        promise -> assertThat(Poisson.atLeast(STANDARD.threshold(), promise.power() * STANDARD.mu()))
                                .isCloseTo(promise.passes(), within(1e-10 * promise.passes())));
    }

    @ParameterizedTest
    @CsvSource({
        // change of mu and of c, in tenths of a percent
        "-100, -100", // a tenth fewer shares are asked for, with the threshold in proportion
        "-100, 0", // and with the threshold as it was
        "-20, -20", // the smallest change in proportion that this table is sure to tell
        "100, 100",
        "-1, 0",
        "1, 0",
        "0, -10",
        "0, 10",
    })
    void anotherProfileIsNoticed(int muPermille, int thresholdPermille) {
        assertThat(table(changed(STANDARD.mu(), muPermille), changed(STANDARD.threshold(), thresholdPermille)))
                .anyMatch(row -> !row.isAsExpected());
    }

    @ParameterizedTest
    @CsvSource({"-1", "1"})
    void aThresholdOneShareOffIsNoticed(int shares) {
        assertThat(table(STANDARD.mu(), STANDARD.threshold() + shares)).anyMatch(row -> !row.isAsExpected());
    }

    @ParameterizedTest
    @CsvSource({
        // by scipy.stats.binom, each side 1e-3: trials, chance, lowest, highest
        "10, 0.5, 1, 9",
        "100, 0.3, 17, 45",
        "400000, 0.569692503191, 226909, 228844",
        "400000, 8.7468171221e-7, 0, 3",
    })
    void boundsAreThoseOfTheBinomialDistribution(long trials, double chance, long lowest, long highest) {
        assertThat(BinomialBounds.of(trials, chance, 2e-3)).isEqualTo(new BinomialBounds(lowest, highest));
    }

    private static int changed(int value, int permille) {
        return Math.toIntExact(Math.round(value * (1_000 + permille) / 1_000.0));
    }
}
