package org.computingpower.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProofParametersTest {

    private static final ProofParameters VALID =
            RoundProfile.STANDARD.parameters(1, 60_000_000, ProofMode.STANDBY, RoundPart.PRIMARY);

    static Stream<Arguments> corruptions() {
        return Stream.of(
                Arguments.of("kind 0", 1, 0),
                Arguments.of("mu above its bound", 2, 1),
                Arguments.of("threshold above mu", 6, 1),
                Arguments.of("window past the commit deadline", 10, 1),
                Arguments.of("negative rate", 22, 0x80),
                Arguments.of("share limit above its bound", 30, 1),
                Arguments.of("unknown mode", 34, 5),
                Arguments.of("unknown part", 35, 2),
                Arguments.of("first reserved byte", 36, 1),
                Arguments.of("last reserved byte", 51, 1));
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void refusesACorruptRecord(String what, int offset, int value) {
        byte[] encoded = VALID.encode();
        encoded[offset] = (byte) value;
        assertThatThrownBy(() -> ProofParameters.decode(encoded)).as(what).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnotherLength() {
        assertThatThrownBy(() -> ProofParameters.decode(new byte[53])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsExactlyTheSmallestPower() {
        assertThat(new ProofParameters(1, 64, 40, 1_000, 8_000, 10_000, 128, 128, ProofMode.STANDBY, RoundPart.PRIMARY)
                        .effectiveRate())
                .isEqualTo(128);
    }

    @Test
    void refusesOneHashLessThanTheSmallestPower() {
        assertThatThrownBy(() -> new ProofParameters(
                        1, 64, 40, 1_000, 8_000, 10_000, 127, 128, ProofMode.STANDBY, RoundPart.PRIMARY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too small");
    }

    @Test
    void reducesTheRateBySharedBasisPointsRoundingDown() {
        assertThat(ProofParameters.effectiveRate(60_000_001, 2_500)).isEqualTo(15_000_000);
        assertThat(ProofParameters.effectiveRate(Long.MAX_VALUE, 10_000)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> ProofParameters.effectiveRate(1, 10_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherPartIsAnotherHash() {
        assertThat(VALID.withPart(RoundPart.RESERVE).hash()).isNotEqualTo(VALID.hash());
        assertThat(VALID.withPart(RoundPart.RESERVE).withPart(RoundPart.PRIMARY))
                .isEqualTo(VALID);
    }

    @Test
    void profilesGiveValidParameters() {
        assertThat(Stream.of(RoundProfile.STANDARD, RoundProfile.STANDARD.calibration(4_096), RoundProfile.LOCAL)
                        .map(profile -> profile.parameters(1, 250_000, ProofMode.CALIBRATION, RoundPart.PRIMARY)
                                .maxShares()))
                .containsExactly(4_096, 8_192, 1_024);
    }

    @Test
    void ratingRoundsScaleThresholdAndLimit() {
        RoundProfile calibration = RoundProfile.STANDARD.calibration(4_096);
        assertThat(calibration.threshold()).isEqualTo(3_672);
        assertThat(calibration.maxShares()).isEqualTo(8_192);
        assertThat(RoundProfile.LOCAL.calibration(512)).isEqualTo(RoundProfile.LOCAL);
    }
}
