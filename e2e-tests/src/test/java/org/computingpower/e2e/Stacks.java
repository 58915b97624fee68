package org.computingpower.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computingpower.local.Progress;

/** Where the stories of the tests live, and how they are told. */
final class Stacks {
    /** Maven runs the tests of a module in the module's folder. */
    static final Path REPOSITORY = Path.of("..");

    private Stacks() {}

    static Progress progress() {
        return new Progress(System.out, System::nanoTime);
    }

    static Narrator narrator() {
        return new Narrator(System.out, System::nanoTime);
    }

    /** An empty folder below {@code target}; what an earlier run left is deleted. */
    static Path empty(String name) {
        Path root = Path.of("target", "stories", name);
        try {
            new Leftovers(root).remove();
            Leftovers.deleteRecursively(root);
            return Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
