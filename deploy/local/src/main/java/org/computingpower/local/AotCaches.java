package org.computingpower.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * AOT caches (JEP 483, 514, 515) of the services. A cache is keyed by the SHA-256 of all jars, the JDK and the flags,
 * because the JVM silently ignores a stale one.
 */
final class AotCaches {
    private final Path directory;

    AotCaches(Path directory) {
        this.directory = directory;
    }

    /** Where the cache of an application belongs, whether or not it exists. */
    Path file(String name, Path jar, List<String> flags) {
        return directory.resolve(name + "-" + key(jar, flags) + ".aot");
    }

    private static String key(Path jar, List<String> flags) {
        try (Stream<Path> found = Files.walk(jar.toAbsolutePath().getParent())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((Runtime.version() + String.join(" ", flags)).getBytes(StandardCharsets.UTF_8));
            for (Path path : found.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                digest.update(path.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                try (InputStream input = new DigestInputStream(Files.newInputStream(path), digest)) {
                    input.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
