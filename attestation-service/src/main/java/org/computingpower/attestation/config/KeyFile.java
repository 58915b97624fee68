package org.computingpower.attestation.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;

/** Reads a validator's private key. */
final class KeyFile {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {}

    static SigningKey read(Path file, boolean isLocalMarket) {
        try {
            if (!isLocalMarket && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new IllegalStateException("Others may read the key file " + file + ". chmod 600 it.");
            }
            String hex = Files.readString(file).strip();
            return SigningKey.of(Bytes32.parse(hex.startsWith("0x") ? hex : "0x" + hex));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the validator's key file " + file, e);
        } catch (IllegalArgumentException e) {
            // Without the cause: it could quote the key.
            throw new IllegalStateException("No private key in " + file + ": expected 64 lower-case hex digits");
        }
    }
}
