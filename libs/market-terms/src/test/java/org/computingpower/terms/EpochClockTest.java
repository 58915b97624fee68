package org.computingpower.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochClockTest {

    private static final Instant GENESIS = Instant.ofEpochSecond(1_700_000_000);
    private final EpochClock clock = EpochClock.ofSeconds(1_700_000_000, 15);

    @ParameterizedTest
    @CsvSource({"0,0", "14999,0", "15000,1", "29999,1", "30000,2", "1500000,100"})
    void findsTheEpochOfAnInstant(long millisAfterGenesis, long epoch) {
        Instant instant = GENESIS.plusMillis(millisAfterGenesis);
        assertThat(clock.epochAt(instant)).isEqualTo(epoch);
        assertThat(instant).isAfterOrEqualTo(clock.startOf(epoch)).isBefore(clock.endOf(epoch));
    }

    @Test
    void hasNoEpochBeforeGenesis() {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.epochAt(GENESIS.minusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> clock.startOf(-1));
    }

    @ParameterizedTest
    @CsvSource({"-5000,0", "0,0", "1,1", "15000,1", "15001,2"})
    void findsTheFirstEpochThatStartsFromAnInstantOn(long millisAfterGenesis, long epoch) {
        assertThat(clock.firstEpochFrom(GENESIS.plusMillis(millisAfterGenesis))).isEqualTo(epoch);
    }

    @ParameterizedTest
    @CsvSource({"13999,1", "14000,1", "14001,2", "15000,2"})
    void billsFromTheFirstBoundaryAtLeastASecondAfterAcceptance(long millisAfterGenesis, long epoch) {
        assertThat(clock.firstBilledEpoch(GENESIS.plusMillis(millisAfterGenesis)))
                .isEqualTo(epoch);
    }

    @Test
    void refusesFractionsAndLengthsOutsideItsBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochClock(GENESIS.plusMillis(1), Duration.ofSeconds(15)));
        assertThatIllegalArgumentException().isThrownBy(() -> new EpochClock(GENESIS, Duration.ofMillis(1500)));
        assertThatIllegalArgumentException().isThrownBy(() -> new EpochClock(GENESIS, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new EpochClock(GENESIS, Duration.ofSeconds(86_401)));
    }
}
