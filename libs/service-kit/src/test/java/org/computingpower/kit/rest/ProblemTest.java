package org.computingpower.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void saysWhenARequestMayComeAgain() {
        Problem problem = new Problem("overloaded", "Overloaded", 503, "Busy.", Map.of(Problem.RETRY_AFTER, 1));
        assertThat(problem.retryAfterSeconds()).isEqualTo(1);
        assertThat(problem.members("/here", "trace")).containsEntry("retryAfterSeconds", 1);
    }

    @Test
    void asksForFiveSecondsUnlessToldOtherwise() {
        assertThat(new Problem("overloaded", "Overloaded", 503, "Busy.").retryAfterSeconds())
                .isEqualTo(5);
        assertThat(new Problem("overloaded", "Overloaded", 503, "Busy.", Map.of(Problem.RETRY_AFTER, "soon"))
                        .retryAfterSeconds())
                .isEqualTo(5);
    }
}
