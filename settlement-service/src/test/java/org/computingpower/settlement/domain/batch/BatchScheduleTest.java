package org.computingpower.settlement.domain.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchScheduleTest {

    private static final BatchSchedule SCHEDULE = new BatchSchedule(2, Duration.ofSeconds(5));

    @ParameterizedTest
    @CsvSource({
        "PROPOSED, 10, 20, true, false",
        "SUPERSEDED, 10, 10, false, true",
        "READY, 10, 11, false, false",
        "READY, 10, 12, false, true",
        "FINAL, 10, 11, true, true",
        "FINAL, 10, 11, false, false"
    })
    void makesABatchEveryFewEpochsOrForAFinalItemButNeverTwoAtOnce(
            BatchState last, long lastAsOf, long asOf, boolean finalItemWaits, boolean expected) {
        assertThat(SCHEDULE.isDue(last, lastAsOf, asOf, finalItemWaits)).isEqualTo(expected);
    }

    @Test
    void givesUpAProposedBatchExactlyAtItsTimeOut() {
        Instant proposed = Instant.ofEpochSecond(1_000);

        assertThat(SCHEDULE.isExpired(BatchState.PROPOSED, proposed, proposed.plusMillis(4_999)))
                .isFalse();
        assertThat(SCHEDULE.isExpired(BatchState.PROPOSED, proposed, proposed.plusSeconds(5)))
                .isTrue();
        assertThat(SCHEDULE.isExpired(BatchState.READY, proposed, proposed.plusSeconds(50)))
                .isFalse();
    }
}
