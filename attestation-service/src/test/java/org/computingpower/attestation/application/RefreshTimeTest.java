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
    private static final CollateralKey KEY = new CollateralKey(Tee.SGX, Bytes.ofHex("00906ed50000"), PckCa.PLATFORM);

    @Test
    void liesBetweenFourAndFiveTenthsOfTheLife() {
        Set<Instant> times = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Instant fetchedAt = NOW.plusMillis(i);
            Instant at = RefreshTime.of(fetchedAt, fetchedAt.plus(Duration.ofDays(30)), KEY);
            assertThat(at).isBetween(fetchedAt.plus(Duration.ofDays(12)), fetchedAt.plus(Duration.ofDays(15)));
            times.add(at);
        }
        assertThat(times).hasSizeGreaterThan(50);
    }

    @Test
    void isAtOnceForWhatHasEnded() {
        assertThat(RefreshTime.of(NOW, NOW, KEY)).isEqualTo(NOW);
        assertThat(RefreshTime.of(NOW, NOW.minusSeconds(1), KEY)).isEqualTo(NOW);
    }
}
