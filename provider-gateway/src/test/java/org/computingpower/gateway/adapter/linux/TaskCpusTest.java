package org.computingpower.gateway.adapter.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real taskset on this very process. */
class TaskCpusTest {

    private CpuSet machine = new CpuSet(List.of());

    @BeforeEach
    void remember() throws IOException {
        machine = TaskCpus.allowed();
    }

    @AfterEach
    void back() throws IOException {
        TaskCpus.move(machine);
    }

    @Test
    void movesAllThreadsAndMovesThemBack() throws Exception {
        CpuSet one = new CpuSet(List.of(machine.cpus().getLast()));
        CountDownLatch done = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        TaskCpus cpus = new TaskCpus(one, machine);

        cpus.reservedOnly();
        assertThat(threads()).containsOnly(one);
        cpus.all();
        assertThat(threads()).containsOnly(machine);
        done.countDown();
        other.join();
    }

    @Test
    void saysWhyItCannotMove() {
        assertThatThrownBy(() -> TaskCpus.move(new CpuSet(List.of(8_000))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("taskset");
    }

    private static List<CpuSet> threads() throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(task -> task.resolve("status"))
                    .filter(Files::exists)
                    .map(TaskCpusTest::allowed)
                    .toList();
        }
    }

    private static CpuSet allowed(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> CpuSet.parse(line.substring(18)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
