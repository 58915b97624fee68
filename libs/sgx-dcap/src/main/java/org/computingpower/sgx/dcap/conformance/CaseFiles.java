package org.computingpower.sgx.dcap.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;

/**
 * The files of one case: those of its own folder, then those of its base case.
 *
 * @param root the folder of the index; nothing outside of it is read
 * @param folders where to look, first match wins
 */
record CaseFiles(Path root, List<String> folders) {
    private static final long MAX_LENGTH = 64 * 1024 * 1024;

    CaseFiles {
        root = root.toAbsolutePath().normalize();
        folders = List.copyOf(folders);
    }

    /** Refuses a case of which no folder exists. */
    void requireFolder() throws IOException {
        for (String folder : folders) {
            if (Files.isDirectory(inside(folder))) {
                return;
            }
        }
        throw new IOException("no folder " + folders.getFirst());
    }

    Optional<Bytes> find(String name) throws IOException {
        for (String folder : folders) {
            Path file = inside(folder).resolve(name);
            if (Files.exists(file)) {
                return Optional.of(read(folder + "/" + name, file));
            }
        }
        return Optional.empty();
    }

    private static Bytes read(String name, Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file) || Files.size(file) > MAX_LENGTH) {
            throw new IOException(name + " is no file, cannot be read or has more than 64 MiB");
        }
        return Bytes.copyOf(Files.readAllBytes(file));
    }

    private Path inside(String folder) throws IOException {
        Path path = root.resolve(folder).normalize();
        if (!path.startsWith(root)) {
            throw new IOException(folder + " is outside of the folder of the index");
        }
        return path;
    }
}
