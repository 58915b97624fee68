package org.computingpower.power.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

    private static final PassThreshold DEFAULT = new PassThreshold(2_048, 1_836);

    /** P(X at most k) summed with 60 decimal digits; e^-mu by repeated squaring of a Taylor series. */
    private static double oracleAtMost(int k, int mu) {
        MathContext digits = new MathContext(60);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int i = 1; i <= k; i++) {
            term = term.multiply(BigDecimal.valueOf(mu), digits).divide(BigDecimal.valueOf(i), digits);
            sum = sum.add(term, digits);
        }
        BigDecimal e = BigDecimal.ONE;
        BigDecimal inverse = BigDecimal.ONE;
        for (int i = 1; i < 60; i++) {
            inverse = inverse.divide(BigDecimal.valueOf(i), digits);
            e = e.add(inverse, digits);
        }
        return sum.divide(e.pow(mu, digits), digits).doubleValue();
    }

    @ParameterizedTest
    @CsvSource({"1835,2048", "2047,2048", "2048,2048", "2300,2048", "0,5", "3,5", "15,16", "383,512", "1000,2048"})
    void tailsAgreeWithSixtyDigits(int k, int mu) {
        assertThat(Poisson.atMost(k, mu)).isCloseTo(oracleAtMost(k, mu), withinPercentage(1e-7));
    }

    @Test
    void tailsOfBothSidesAddUpToOne() {
        for (int k = 0; k < 400; k += 7) {
            assertThat(Poisson.atMost(k, 200) + Poisson.atLeast(k + 1L, 200)).isCloseTo(1, within(1e-12));
        }
        assertThat(Poisson.probability(0, 0)).isEqualTo(1);
        assertThat(Poisson.atLeast(1, 0)).isZero();
        assertThatThrownBy(() -> Poisson.atMost(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1.00,8.9e-7,1", "1.05,1.7e-12,4", "1.11,1e-21,60"})
    void theDefaultHardlyEverFailsAnHonestNode(double ratio, double chance, double tolerancePercent) {
        assertThat(DEFAULT.failProbability(ratio)).isCloseTo(chance, withinPercentage(tolerancePercent));
    }

    @ParameterizedTest
    @CsvSource({"0.80,8.7e-7,1", "0.90,0.57,1", "0.50,3e-115,20"})
    void theDefaultHardlyEverPassesAWeakNode(double ratio, double chance, double tolerancePercent) {
        assertThat(DEFAULT.passProbability(ratio)).isCloseTo(chance, withinPercentage(tolerancePercent));
    }

    @ParameterizedTest
    @CsvSource({
        "0.90,1e-2,2066,1961",
        "0.80,1e-2,492,441",
        "0.70,1e-2,204,172",
        "0.50,1e-2,65,47",
        "0.80,1e-3,860,771",
        "0.50,1e-3,112,81",
        "0.80,1e-6,2028,1818",
        "0.70,1e-6,850,715",
        "0.50,1e-6,263,190"
    })
    void theSmallestMuIsTheOneOfTheTable(double ratio, double error, int mu, int threshold) {
        PassThreshold smallest = PassThreshold.smallest(ratio, error);
        assertThat(smallest.mu()).isEqualTo(mu);
        assertThat(smallest.threshold()).isEqualTo(threshold);
        assertThat(smallest.failProbability(1)).isLessThanOrEqualTo(error);
        assertThat(smallest.passProbability(ratio)).isLessThanOrEqualTo(error);
    }

    @Test
    void profilesKeepTheSameChanceOfFailingAnHonestNode() {
        assertThat(PassThreshold.forHonest(2_048, 9e-7)).isEqualTo(DEFAULT);
        assertThat(new PassThreshold(512, 384).failProbability(1)).isCloseTo(1.4e-9, withinPercentage(5));
        assertThat(new PassThreshold(512, 384).passProbability(0.5)).isCloseTo(6e-14, withinPercentage(20));
    }

    @Test
    void theIntervalIsHalfTheChiSquareQuantiles() {
        PoissonInterval ten = PoissonInterval.of(10, 0.05);
        assertThat(ten.lower()).isCloseTo(4.795389, within(1e-5));
        assertThat(ten.upper()).isCloseTo(18.390356, within(1e-5));
        PoissonInterval none = PoissonInterval.of(0, 0.05);
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(-Math.log(0.025), within(1e-9));
        RateEstimate estimate = RateEstimate.of(1_024, 2_048, 0.05);
        assertThat(estimate.ratio()).isEqualTo(0.5);
        assertThat(estimate.lower()).isLessThan(0.5).isGreaterThan(0.46);
        assertThat(estimate.upper()).isGreaterThan(0.5).isLessThan(0.54);
        assertThat(estimate.hashesPerSecond(60_000_000)).isEqualTo(30_000_000);
    }

    @Test
    void oneRoundNeverRaisesTheAlarmAndTwoDo() {
        Cusum once = Cusum.START.next(0, 2_048);
        assertThat(once.level()).isEqualTo(7);
        assertThat(once.isAlarm()).isFalse();
        Cusum twice = once.next(1_638, 2_048);
        assertThat(twice.isAlarm()).isTrue();
        assertThat(twice.runRounds()).isEqualTo(2);
        assertThat(twice.provesUnderpowered()).isTrue();
        assertThat(twice.pooledUpperBound()).isCloseTo(0.43, within(0.01));
    }

    @Test
    void aGoodRoundEndsTheRun() {
        assertThat(Cusum.START.next(1_638, 2_048).next(2_048, 2_048)).isEqualTo(Cusum.START);
        assertThat(Cusum.START.provesUnderpowered()).isFalse();
    }

    @Test
    void aPooledPowerNearTheRatedOneProvesNothing() {
        Cusum alarm = new Cusum(14, 3 * 1_800, 3 * 2_048, 3);
        assertThat(alarm.isAlarm()).isTrue();
        assertThat(alarm.provesUnderpowered()).isFalse();
    }

    @Test
    void theSequentialTestDecidesEitherWay() {
        Sprt test = Sprt.between(1, 0.8, 1e-6);
        assertThat(test.decision()).isEqualTo(Sprt.Decision.CONTINUE);
        assertThat(test.next(2_048, 2_048).decision()).isEqualTo(Sprt.Decision.CLAIMED_POWER);
        assertThat(test.next(1_638, 2_048).decision()).isEqualTo(Sprt.Decision.SUSPECTED_POWER);
        assertThat(test.next(1_836, 2_048).decision()).isEqualTo(Sprt.Decision.CONTINUE);
        assertThatThrownBy(() -> Sprt.between(0.8, 1, 0.01)).isInstanceOf(IllegalArgumentException.class);
    }
}
