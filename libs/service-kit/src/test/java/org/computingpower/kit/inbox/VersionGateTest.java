package org.computingpower.kit.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VersionGateTest {
    private static ReceivedEvent event(@Nullable Long version) {
        return new ReceivedEvent(
                new UUID(0, 1), "t", "/s", Instant.EPOCH, "", version, "topic", 0, 0, "key", new byte[] {1});
    }

    private static List<Long> versions(List<ReceivedEvent> events) {
        return events.stream().map(ReceivedEvent::version).toList();
    }

    static Stream<Arguments> boundaries() {
        return Stream.of(
                Arguments.of(EventOrder.STRICT, List.of(4L), List.of(), List.of()),
                Arguments.of(EventOrder.STRICT, List.of(5L), List.of(), List.of()),
                Arguments.of(EventOrder.STRICT, List.of(6L), List.of(6L), List.of()),
                Arguments.of(EventOrder.STRICT, List.of(7L), List.of(), List.of(7L)),
                Arguments.of(EventOrder.STRICT, List.of(6L, 6L, 7L, 9L), List.of(6L, 7L), List.of(9L)),
                Arguments.of(EventOrder.STRICT, List.of(7L, 6L), List.of(6L), List.of(7L)),
                Arguments.of(EventOrder.LATEST, List.of(5L), List.of(), List.of()),
                Arguments.of(EventOrder.LATEST, List.of(9L, 6L), List.of(9L), List.of()),
                Arguments.of(EventOrder.NATURAL, List.of(1L, 9L, 1L), List.of(1L, 9L, 1L), List.of()));
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void decidesAtTheBoundariesOfLastVersionFive(
            EventOrder order, List<Long> arriving, List<Long> applied, List<Long> gaps) {
        ReceivedEvent any = event(1L);

        VersionGate.Decision decision = VersionGate.decide(
                order,
                Map.of(any.stream(), 5L),
                arriving.stream().map(VersionGateTest::event).toList());

        assertThat(versions(decision.apply())).isEqualTo(applied);
        assertThat(versions(decision.gaps())).isEqualTo(gaps);
    }

    @Test
    void refusesAnEventWithoutVersionWhereVersionsAreDemanded() {
        assertThatThrownBy(() -> VersionGate.decide(EventOrder.STRICT, Map.of(), List.of(event(null))))
                .isInstanceOf(PoisonEventException.class);
    }
}
