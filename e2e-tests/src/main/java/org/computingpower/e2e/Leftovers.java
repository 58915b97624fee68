package org.computingpower.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.computingpower.kit.fixture.ChildProcess;

/**
 * What gateways of a story put outside its folder: containers and opened data in memory. An orderly end leaves none of
 * it, a broken or killed run may. The story notes its nodes, so that only its own leftovers are removed.
 */
final class Leftovers {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SHORT_ID = 16;

    private final Path notes;

    Leftovers(Path directory) {
        this.notes = directory.resolve("nodes.txt");
    }

    void note(String nodeId) {
        try {
            Files.writeString(notes, nodeId + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes pods and opened data of the noted nodes; does nothing without notes. */
    void remove() {
        if (!Files.exists(notes)) {
            return;
        }
        try {
            for (String nodeId : Files.readAllLines(notes)) {
                String pods = ChildProcess.run(
                        List.of(
                                "podman",
                                "pod",
                                "ps",
                                "--quiet",
                                "--filter",
                                "label=org.computingpower.node=" + nodeId),
                        Map.of(),
                        TIMEOUT);
                for (String pod :
                        pods.lines().filter(line -> line.matches("[0-9a-f]+")).toList()) {
                    ChildProcess.run(List.of("podman", "pod", "rm", "--force", "--time", "1", pod), Map.of(), TIMEOUT);
                }
                deleteRecursively(Path.of("/dev/shm", "computing-power-" + nodeId.substring(2, 2 + SHORT_ID)));
            }
            Files.delete(notes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void deleteRecursively(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> found = Files.walk(root)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
