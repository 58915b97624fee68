package org.computingpower.attestation.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.junit.jupiter.api.Test;

class RefreshTimeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final CollateralKey KEY = new CollateralKey(Tee.SGX, Bytes.ofHex("00906ed50000"), PckCa.PLATFORM);

    /** Intel's collateral lives for 30 days: a TCB recovery must not wait for half of that. */
    @Test
    void liesShortlyBeforeTheLongestTime() {
        Set<Instant> times = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Instant fetchedAt = NOW.plusMillis(i);
            Instant at = at(fetchedAt, Duration.ofDays(30));
            assertThat(at).isBetween(fetchedAt.plus(LONGEST.multipliedBy(4).dividedBy(5)), fetchedAt.plus(LONGEST));
            times.add(at);
        }
        assertThat(times).hasSizeGreaterThan(50);
    }

    @Test
    void liesBetweenFourAndFiveTenthsOfAShortLife() {
        for (int i = 0; i < 100; i++) {
            Instant fetchedAt = NOW.plusMillis(i);
            assertThat(at(fetchedAt, Duration.ofHours(10)))
                    .isBetween(fetchedAt.plus(Duration.ofHours(4)), fetchedAt.plus(Duration.ofHours(5)));
        }
    }

    private static Instant at(Instant fetchedAt, Duration life) {
        return RefreshTime.of(fetchedAt, fetchedAt.plus(life), KEY, LONGEST);
    }

    @Test
    void isAtOnceForWhatHasEnded() {
        assertThat(at(NOW, Duration.ZERO)).isEqualTo(NOW);
        assertThat(at(NOW, Duration.ofSeconds(-1))).isEqualTo(NOW);
    }
}
