package org.computingpower.challenge.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;

/** A file that holds one private key. Its content never stands in a message. */
final class KeyFile {

    private static final int HEX_DIGITS = 64;

    private KeyFile() {}

    /**
     * Reads 64 hex digits with or without {@code 0x}; white space around them is ignored.
     *
     * @throws IllegalStateException if the file holds anything else
     */
    static SigningKey read(Path file) {
        try {
            String text = Files.readString(file).strip().toLowerCase(Locale.ROOT);
            String digits = text.startsWith("0x") ? text.substring(2) : text;
            if (!digits.matches("[0-9a-f]{" + HEX_DIGITS + "}")) {
                throw new IllegalStateException("validator.key-file does not hold 64 hex digits: " + file);
            }
            return SigningKey.of(Bytes32.parse("0x" + digits));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read validator.key-file " + file, e);
        }
    }
}
