package org.computingpower.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computingpower.terms.Digests;

/**
 * AOT caches (JEP 483, 514, 515) of the services. A cache is keyed by the JDK, the flags, and name, size
 * and modification time of every jar: what the JVM compares too, which silently ignores a stale cache.
 */
final class AotCaches {
    static final String USE_FLAG = "-XX:AOTCache=";
    static final String RECORD_FLAG = "-XX:AOTCacheOutput=";

    private final Path directory;

    AotCaches(Path directory) {
        this.directory = directory;
    }

    /** Where the cache of an application belongs, whether or not it exists. */
    Path file(String name, Path jar, List<String> flags) {
        return directory.resolve(name + "-" + key(jar, flags) + ".aot");
    }

    /** An empty folder for caches, without those of earlier builds. */
    void prepare() {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> stale = Files.list(directory)) {
                for (Path file : stale.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes each cache has, by its name. */
    Map<String, Long> sizes() {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> file.toString().endsWith(".aot"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString(),
                            file -> file.toFile().length(),
                            Long::sum,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(Path jar, List<String> flags) {
        try (Stream<Path> found = Files.walk(jar.toAbsolutePath().getParent())) {
            StringBuilder text = new StringBuilder(Runtime.version() + String.join(" ", flags));
            for (Path path : found.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                text.append('\n')
                        .append(path.getFileName())
                        .append(' ')
                        .append(Files.size(path))
                        .append(' ')
                        .append(Files.getLastModifiedTime(path).toMillis());
            }
            return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8))
                    .toString()
                    .substring(2, 18);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
