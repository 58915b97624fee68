package org.computingpower.power.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.simulation.AdversaryTable.Row;
import org.computingpower.power.statistics.Cusum;
import org.computingpower.power.statistics.Poisson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The promises of the design, with 2000 nodes per actor and 99.99 % confidence bounds. */
class AdversaryTableTest {

    private static final int NODES = 2_000;

    private static List<String> unexpected(int mu, int threshold) {
        return AdversaryTable.simulate(NODES, 42, mu, threshold).stream()
                .filter(row -> !row.isAsExpected())
                .map(row -> row.actor().name())
                .toList();
    }

    @Test
    void everyActorFaresAsTheDesignSays() {
        List<Row> rows =
                AdversaryTable.simulate(NODES, 42, RoundProfile.STANDARD.mu(), RoundProfile.STANDARD.threshold());
        assertThat(rows).as(AdversaryTable.format(rows)).hasSize(12).allMatch(Row::isAsExpected);
    }

    @Test
    void aLowerThresholdIsNoticed() {
        assertThat(unexpected(2_048, 1_780)).contains("80 % node", "90 % node");
    }

    @Test
    void fewerExpectedSharesAreNoticed() {
        assertThat(unexpected(1_024, 918)).contains("80 % node using all slack", "honest at exactly rated power");
    }

    @ParameterizedTest
    @CsvSource({
        // power, nodes proven under-powered within 48 rounds: at least, at most
        "1.11, 0, 0",
        "1.00, 0, 0",
        "0.90, 0, 0.001",
        "0.80, 1, 1",
        "0.50, 1, 1",
    })
    void theBoundPooledOverARunProvesTheWeakAndSparesTheOthers(double power, double least, double most) {
        SplittableRandom random = new SplittableRandom(9);
        long proven =
                IntStream.range(0, NODES).filter(_ -> isProven(power, random)).count();
        assertThat((double) proven / NODES).isBetween(least, most);
    }

    private static boolean isProven(double power, SplittableRandom random) {
        Cusum cusum = Cusum.START;
        boolean proven = false;
        for (int round = 0; round < AdversaryTable.ROUNDS && !proven; round++) {
            cusum = cusum.next(PoissonDraw.draw((power + 0.02 * random.nextGaussian()) * 2_048, random), 2_048);
            proven = cusum.provesUnderpowered();
        }
        return proven;
    }

    @Test
    void equalSeedsGiveEqualTables() {
        assertThat(AdversaryTable.simulate(20, 7, 2_048, 1_836))
                .extracting(Row::passRate)
                .isEqualTo(AdversaryTable.simulate(20, 7, 2_048, 1_836).stream()
                        .map(Row::passRate)
                        .toList());
    }

    @Test
    void drawsFollowTheExactDistribution() {
        SplittableRandom random = new SplittableRandom(3);
        int draws = 200_000;
        for (double mu : new double[] {3, 25, 2_048}) {
            int[] drawn = IntStream.range(0, draws)
                    .map(_ -> PoissonDraw.draw(mu, random))
                    .toArray();
            for (double at : new double[] {0.5, 0.8, 1, 1.2}) {
                int bound = (int) (mu + (at - 1) * 3 * Math.sqrt(mu));
                double share = IntStream.of(drawn).filter(k -> k <= bound).count() / (double) draws;
                assertThat(share).isCloseTo(Poisson.atMost(bound, mu), within(0.005));
            }
        }
    }
}
