package org.computingpower.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Generated secrets of one stack: made on first use, kept in a file that only the owner reads. Nothing in a local stack
 * has a default password or a key from a repository.
 */
final class Secrets {
    private static final int SECRET_BYTES = 24;

    private final Path file;
    private final SecureRandom random;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> values = new TreeMap<>();

    Secrets(Path file, SecureRandom random) {
        this.file = file;
        this.random = random;
        if (Files.exists(file)) {
            try {
                json.readTree(file.toFile())
                        .properties()
                        .forEach(entry ->
                                values.put(entry.getKey(), entry.getValue().asText()));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file, e);
            }
        }
    }

    /** A password of that name: 48 hex digits. */
    synchronized String password(String name) {
        return value(name, SECRET_BYTES);
    }

    /** A secp256k1 private key of that name: 64 hex digits; the chance that 32 random bytes are none is 2^-127. */
    synchronized String privateKey(String name) {
        return value("key:" + name, 32);
    }

    private String value(String name, int bytes) {
        String known = values.get(name);
        if (known != null) {
            return known;
        }
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        String text = HexFormat.of().formatHex(fresh);
        values.put(name, text);
        save();
        return text;
    }

    /** Writes {@code text} into a file that only the owner reads. */
    static Path writePrivately(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private void save() {
        try {
            writePrivately(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
