package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.computingpower.challenge.application.WaitingAnswers.Kind;
import org.junit.jupiter.api.Test;

class WaitingAnswersTest {

    private static final int SIZE = 10;

    private final Queue<Runnable> queue = new PriorityQueue<>();
    private final List<String> checked = new ArrayList<>();
    private final CompletableFuture<String> durable = new CompletableFuture<>();

    private String take(WaitingAnswers waiting, Kind kind, long atMillis, String name) {
        List<String> result = new ArrayList<>();
        waiting.submit(
                        kind,
                        1,
                        atMillis,
                        SIZE,
                        () -> {
                            checked.add(name);
                            return Uni.createFrom().completionStage(durable);
                        },
                        "full")
                .subscribe()
                .with(result::add);
        return result.isEmpty() ? "waits" : result.getFirst();
    }

    private void check() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    @Test
    void commitsAreCheckedBeforeRevealsAndEachInOrderOfArrival() {
        WaitingAnswers waiting = new WaitingAnswers(queue::add, 10, 1_000);
        take(waiting, Kind.REVEAL, 1, "reveal 1");
        take(waiting, Kind.COMMIT, 2, "commit 1");
        take(waiting, Kind.REVEAL, 3, "reveal 2");
        take(waiting, Kind.COMMIT, 4, "commit 2");
        check();
        assertThat(checked).containsExactly("commit 1", "commit 2", "reveal 1", "reveal 2");
    }

    @Test
    void moreThanItsNumberIsTurnedAwayUntilSomethingIsDurable() {
        WaitingAnswers waiting = new WaitingAnswers(queue::add, 2, 1_000);
        assertThat(take(waiting, Kind.COMMIT, 1, "first")).isEqualTo("waits");
        assertThat(take(waiting, Kind.COMMIT, 1, "second")).isEqualTo("waits");
        assertThat(take(waiting, Kind.COMMIT, 1, "third")).isEqualTo("full");
        check();
        assertThat(take(waiting, Kind.COMMIT, 1, "third")).isEqualTo("full");
        durable.complete("done");
        assertThat(waiting.count()).isZero();
        assertThat(take(waiting, Kind.COMMIT, 1, "third")).isEqualTo("waits");
    }

    @Test
    void revealsLeaveRoomForCommits() {
        WaitingAnswers waiting = new WaitingAnswers(queue::add, 10, 4 * SIZE);
        for (int i = 0; i < 3; i++) {
            assertThat(take(waiting, Kind.REVEAL, 1, "reveal")).isEqualTo("waits");
        }
        assertThat(take(waiting, Kind.REVEAL, 1, "reveal")).isEqualTo("full");
        assertThat(take(waiting, Kind.COMMIT, 1, "commit")).isEqualTo("waits");
        assertThat(take(waiting, Kind.COMMIT, 1, "commit")).isEqualTo("full");
    }

    @Test
    void anEpochIsCheckedOnceNothingOfItThatCameBeforeWaits() {
        WaitingAnswers waiting = new WaitingAnswers(queue::add, 10, 1_000);
        assertThat(waiting.isChecked(1, 100)).isTrue();
        take(waiting, Kind.COMMIT, 99, "one");
        take(waiting, Kind.COMMIT, 99, "another of the same millisecond");
        assertThat(waiting.isChecked(1, 100)).isFalse();
        assertThat(waiting.isChecked(1, 99)).isTrue();
        assertThat(waiting.isChecked(2, 100)).isTrue();
        queue.remove().run();
        assertThat(waiting.isChecked(1, 100)).isFalse();
        check();
        assertThat(waiting.isChecked(1, 100)).isTrue();
    }
}
