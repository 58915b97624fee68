package org.computingpower.sgx.dcap.sim;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import org.computingpower.sgx.dcap.Bytes;

/** The two files of a saved PKI: the seed, which is secret as far as a simulation has secrets, and the root. */
final class PkiFolder {
    static final String SEED_FILE = "simulated-pki.properties";
    static final String ROOT_FILE = "simulated-root.pem";

    private PkiFolder() {}

    static void write(Path folder, Bytes seed, Instant createdAt, Bytes rootPem) throws IOException {
        Files.createDirectories(folder);
        Properties properties = new Properties();
        properties.setProperty("seed", seed.hex());
        properties.setProperty("createdAt", createdAt.toString());
        StringWriter text = new StringWriter();
        properties.store(text, "SIMULATED - NOT INTEL");
        replace(folder.resolve(SEED_FILE), text.toString().getBytes(StandardCharsets.US_ASCII), "rw-------");
        replace(folder.resolve(ROOT_FILE), rootPem.toByteArray(), "rw-r--r--");
    }

    /** Writes beside the file and moves, so that a reader never sees half of it. */
    private static void replace(Path file, byte[] content, String permissions) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path written = Files.createTempFile(parent, "simulated", ".tmp");
        Files.write(written, content);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(permissions));
        }
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static SimulatedPki read(Path folder) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(folder.resolve(SEED_FILE), StandardCharsets.US_ASCII)));
        try {
            Bytes seed = Bytes.ofHex(properties.getProperty("seed", ""));
            return SimulatedPki.create(seed, Instant.parse(properties.getProperty("createdAt", "")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(folder.resolve(SEED_FILE) + " is no saved simulated PKI", e);
        }
    }
}
