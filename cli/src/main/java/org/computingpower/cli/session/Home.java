package org.computingpower.cli.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one profile. Every file is readable by its owner only (0600, folders 0700) and is replaced as a whole.
 */
public final class Home {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    /** The folder of {@code profile} under {@code $CPCTL_HOME}, or else {@code ~/.config/cpctl}. */
    public static Home of(Map<String, String> environment, String profile) {
        Path root = Optional.ofNullable(environment.get("CPCTL_HOME"))
                .map(Path::of)
                .orElseGet(() ->
                        Path.of(Optional.ofNullable(environment.get("HOME")).orElse("."), ".config", "cpctl"));
        return new Home(root.resolve("profiles").resolve(checked(profile)));
    }

    /** Any folder. */
    public Home(Path folder) {
        this.folder = folder;
    }

    /** Path of a file given by its parts, none of which may lead elsewhere. */
    public Path path(String... parts) {
        Path path = folder;
        for (String part : parts) {
            path = path.resolve(checked(part));
        }
        return path;
    }

    /** Reads a text file of this profile, if it is there. */
    public Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Writes a file that only its owner may read, durably and as a whole. */
    public void write(Path file, String text) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent == null) {
                throw new IOException("No folder for " + file);
            }
            Files.createDirectories(parent, OWNER_FOLDER);
            Path temporary = Files.createTempFile(parent, ".new", ".tmp", OWNER_FILE);
            try (FileChannel channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE))) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** Removes a file, if it is there. */
    public void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file, e);
        }
    }

    /** The files in a folder of this profile, ascending by name. */
    public List<Path> list(Path inside) {
        if (!Files.isDirectory(inside)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(inside)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + inside, e);
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CliException("A name has letters, digits, '.', '_' and '-' only. Found: " + name);
        }
        return name;
    }
}
