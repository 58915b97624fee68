package org.computingpower.power.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EngineSelectionTest {

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final EngineCandidate JDK = new EngineCandidate.Available("jdk", () -> new MessageDigestEngine(1));

    /** A device that loses every second share. */
    private static final class BrokenEngine implements PowerEngine {

        private final PowerEngine right = new MessageDigestEngine(1);
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public int puzzleKind() {
            return right.puzzleKind();
        }

        @Override
        public SolveResult solve(SolveRequest request) {
            SolveResult all = right.solve(request);
            long[] half = Arrays.copyOf(all.nonces(), all.shares() / 2);
            return SolveResult.of(half, all.hashes(), request, false);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void refusesAnEngineThatLosesSharesAndClosesIt() {
        BrokenEngine broken = new BrokenEngine();
        EngineSelection selection =
                EngineSelection.select(List.of(new EngineCandidate.Available("broken", () -> broken), JDK), SHORT);
        assertThat(selection.engine().name()).isEqualTo("message-digest:1");
        assertThat(selection.reports().getFirst().usable()).isFalse();
        assertThat(selection.reports().getFirst().message()).contains("right shares");
        assertThat(broken.closed).isTrue();
    }

    @Test
    void reportsWhyAFasterEngineIsNotAvailable() {
        EngineSelection selection = EngineSelection.select(
                List.of(
                        new EngineCandidate.Unavailable("gpu", "install a driver"),
                        new EngineCandidate.Available("dead", () -> {
                            throw new EngineFailure("the device is gone");
                        }),
                        JDK),
                SHORT);
        assertThat(selection.reports())
                .extracting(EngineReport::message)
                .startsWith("install a driver", "the device is gone");
        assertThat(selection.reports().getLast().hashesPerSecond()).isGreaterThan(10_000);
    }

    @Test
    void failsWithAllReasonsWhenNothingIsUsable() {
        assertThatThrownBy(() -> EngineSelection.select(
                        List.of(new EngineCandidate.Unavailable("gpu", "install a driver")), SHORT))
                .isInstanceOf(EngineFailure.class)
                .hasMessageContaining("install a driver");
    }
}
