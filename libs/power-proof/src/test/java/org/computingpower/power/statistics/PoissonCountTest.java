package org.computingpower.power.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.computingpower.power.HashInput;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.ShareTarget;
import org.junit.jupiter.api.Test;

/** The assumption under everything: shares of real SHA-256 are Poisson counts. */
class PoissonCountTest {

    private static final int WINDOWS = 4_000;
    private static final int TRIALS = 4_096;
    private static final int MEAN = 16;

    @Test
    void sharesOfRealSha256VaryLikeAPoissonCount() {
        ShareTarget oneIn256 = ShareTarget.of(BigInteger.TWO.pow(248));
        double[] counts = IntStream.range(0, WINDOWS)
                .mapToDouble(window -> {
                    ShareCheck check = Sha256Share.INSTANCE.check(
                            new HashInput().u32(window).sha256(), oneIn256);
                    return IntStream.range(0, TRIALS).filter(check::isShare).count();
                })
                .toArray();
        double mean = IntStream.range(0, WINDOWS)
                .mapToDouble(i -> counts[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, WINDOWS)
                        .mapToDouble(i -> (counts[i] - mean) * (counts[i] - mean))
                        .sum()
                / (WINDOWS - 1);
        assertThat(mean).isBetween(MEAN - 0.3, MEAN + 0.3);
        assertThat(variance / mean).isBetween(0.95, 1.05);
    }
}
