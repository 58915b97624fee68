package org.computingpower.relayer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeePolicyTest {

    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    private static final FeePolicy POLICY = new FeePolicy(gwei(500));

    private static BigInteger gwei(long amount) {
        return GWEI.multiply(BigInteger.valueOf(amount));
    }

    private static FeeSuggestion suggestion(long base, long tip) {
        return new FeeSuggestion(gwei(base), gwei(tip));
    }

    @Test
    void firstAttemptPaysTwiceTheBaseFeeAndTheTip() {
        assertThat(POLICY.first(suggestion(20, 2))).isEqualTo(new FeeDecision.Pay(new Fees(gwei(42), gwei(2))));
    }

    @Test
    void firstAttemptIsCutToTheCeilingAsLongAsItGetsIn() {
        assertThat(POLICY.first(suggestion(498, 2))).isEqualTo(new FeeDecision.Pay(new Fees(gwei(500), gwei(2))));
    }

    @Test
    void firstAttemptIsHeldAboveTheCeiling() {
        assertThat(POLICY.first(suggestion(499, 2))).isEqualTo(new FeeDecision.Hold(gwei(1_000), gwei(500)));
    }

    @Test
    void replacementPaysAnEighthMoreOnBothFees() {
        assertThat(POLICY.replace(new Fees(gwei(80), gwei(8)), suggestion(20, 2)))
                .isEqualTo(new FeeDecision.Pay(new Fees(gwei(90), gwei(9))));
    }

    @Test
    void replacementPaysTheSuggestionIfThatIsMore() {
        assertThat(POLICY.replace(new Fees(gwei(80), gwei(8)), suggestion(100, 20)))
                .isEqualTo(new FeeDecision.Pay(new Fees(gwei(220), gwei(20))));
    }

    @Test
    void replacementIsHeldAboveFiveTimesTheSuggestion() {
        assertThat(POLICY.replace(new Fees(gwei(97), gwei(1)), suggestion(10, 1)))
                .isEqualTo(new FeeDecision.Hold(new BigInteger("109125000000"), gwei(105)));
    }

    @Test
    void replacementIsHeldAboveTheCeiling() {
        assertThat(POLICY.replace(new Fees(gwei(480), gwei(8)), suggestion(200, 2)))
                .isEqualTo(new FeeDecision.Hold(gwei(540), gwei(500)));
    }

    @Test
    void everyReplacementSatisfiesTheRuleOfGethAndNoneIsAboveTheCeiling() {
        Random random = new Random(17);
        for (int run = 0; run < 1_000; run++) {
            Fees last =
                    new Fees(BigInteger.valueOf(random.nextLong(1, 1L << 40)), BigInteger.valueOf(random.nextLong(2)));
            for (int bump = 0; bump < 60; bump++) {
                FeeDecision decision = POLICY.replace(
                        last,
                        new FeeSuggestion(
                                BigInteger.valueOf(random.nextLong(1L << 38)),
                                BigInteger.valueOf(random.nextLong(1L << 32))));
                if (!(decision instanceof FeeDecision.Pay pay)) {
                    break;
                }
                assertThat(pay.fees().maxFeePerGas().multiply(BigInteger.TEN))
                        .isGreaterThanOrEqualTo(last.maxFeePerGas().multiply(BigInteger.valueOf(11)));
                assertThat(pay.fees().maxPriorityFeePerGas().multiply(BigInteger.TEN))
                        .isGreaterThanOrEqualTo(last.maxPriorityFeePerGas().multiply(BigInteger.valueOf(11)));
                assertThat(pay.fees().maxFeePerGas()).isLessThanOrEqualTo(gwei(500));
                last = pay.fees();
            }
        }
    }

    @Test
    void refusesATipAboveTheFeeCap() {
        assertThatThrownBy(() -> new Fees(gwei(1), gwei(2))).isInstanceOf(IllegalArgumentException.class);
    }
}
