package org.computingpower.attestation.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.attestation.Samples;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.junit.jupiter.api.Test;

class CollateralAlarmTest {
    private static final Instant NOW = Samples.NOW;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CollateralAlarm alarm = new CollateralAlarm(metrics);

    private static CollateralRow endingAfter(Duration left) {
        return new CollateralRow(
                Bytes.ofHex("00".repeat(32)),
                new CollateralKey(Tee.SGX, Bytes.ofHex("00906ed50000"), PckCa.PLATFORM),
                17,
                Samples.PKI.collateral(Tee.SGX, PlatformSpec.named("any"), TcbScenario.upToDate(), NOW),
                NOW.minus(Duration.ofDays(30)),
                NOW.plus(left),
                NOW.minus(Duration.ofDays(30)),
                NOW.minus(Duration.ofDays(15)),
                Optional.empty(),
                Optional.empty());
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    @Test
    void isSilentWhileAllCollateralHoldsForAWeek() {
        alarm.observe(List.of(endingAfter(Duration.ofDays(7)), endingAfter(Duration.ofDays(20))), NOW);

        assertThat(gauge("cpp_attestation_collateral_expiring")).isZero();
        assertThat(gauge("cpp_attestation_collateral_expiry_seconds"))
                .isEqualTo((double) Duration.ofDays(7).toSeconds());
    }

    @Test
    void countsWhatEndsWithinAWeekAndWhatHasEnded() {
        Duration almost = Duration.ofDays(7).minusSeconds(1);
        alarm.observe(
                List.of(endingAfter(almost), endingAfter(Duration.ofDays(-1)), endingAfter(Duration.ofDays(20))), NOW);

        assertThat(gauge("cpp_attestation_collateral_expiring")).isEqualTo(2);
        assertThat(gauge("cpp_attestation_collateral_expiry_seconds")).isZero();
    }
}
