package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentRequestTest {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);
    private static final Instant END = START.plusSeconds(60);

    private static DeploymentRequest request(long generation, Instant requestedAt) {
        return new DeploymentRequest(generation, Optional.of(requestedAt), Optional.empty());
    }

    private static DeploymentRequest answered(DeploymentRequest request, Instant at) {
        return new DeploymentRequest(request.generation(), request.requestedAt(), Optional.of(at));
    }

    private static boolean served(DeploymentRequest... requests) {
        return DeploymentRequest.served(List.of(requests), START, END);
    }

    @Test
    void anEpochWithoutARequestIsServed() {
        assertThat(served()).isTrue();
        assertThat(served(new DeploymentRequest(1, Optional.empty(), Optional.of(START))))
                .isTrue();
    }

    @Test
    void theNodeHasFiveMinutes() {
        assertThat(served(request(1, START.minusSeconds(300)))).isFalse();
        assertThat(served(request(1, START.minusSeconds(299)))).isTrue();
        assertThat(served(request(1, START))).isTrue();
    }

    @Test
    void anAnswerBeforeTheEndOfTheEpochIsInTime() {
        DeploymentRequest due = request(1, START.minusSeconds(300));
        assertThat(served(answered(due, END.minusMillis(1)))).isTrue();
        assertThat(served(answered(due, END))).isFalse();
    }

    @Test
    void theNewestRequestBeforeTheEpochDecides() {
        DeploymentRequest old = answered(request(1, START.minusSeconds(900)), START.minusSeconds(800));
        assertThat(served(old, request(2, START.minusSeconds(300)))).isFalse();
        assertThat(served(old, request(2, START.minusSeconds(100)))).isTrue();
        assertThat(served(request(1, START.minusSeconds(900)), answered(request(2, START.minusSeconds(400)), START)))
                .isTrue();
    }
}
