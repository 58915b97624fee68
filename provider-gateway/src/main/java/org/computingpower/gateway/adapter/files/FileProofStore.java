package org.computingpower.gateway.adapter.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.computingpower.gateway.application.solver.Proof;
import org.computingpower.gateway.application.solver.ProofStore;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;

/** One file per proof, {@code proofs/<epoch>-<challenge>.json}, and one beside it for its receipts. */
@Singleton
public class FileProofStore implements ProofStore {
    private static final String PROOF = ".json";

    private final Path folder;
    private final ObjectMapper json;

    /** Opens or makes the folder. */
    public FileProofStore(GatewayConfig config, ObjectMapper json) {
        this.folder = DurableFiles.folder(DurableFiles.folder(config.dataDir()).resolve("proofs"));
        this.json = json;
    }

    @Override
    public Optional<Proof> find(long epoch, Bytes32 challengeId) {
        return DurableFiles.read(file(epoch, challengeId, PROOF)).map(this::parse);
    }

    @Override
    public void add(Proof proof) {
        Path file = file(proof.commit().epoch(), proof.commit().challengeId(), PROOF);
        if (Files.exists(file)) {
            throw new IllegalStateException("A second commitment for one challenge would be fraud: " + file);
        }
        try {
            DurableFiles.write(file, json.writeValueAsBytes(proof));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void addReceipt(Proof proof, Address validator, CommitReceipt receipt, Signature signature) {
        try {
            String line =
                    json.writeValueAsString(Map.of("validator", validator, "receipt", receipt, "signature", signature));
            DurableFiles.append(
                    file(proof.commit().epoch(), proof.commit().challengeId(), ".receipts"),
                    (line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Proof> open(Instant now) {
        List<Proof> open = new ArrayList<>();
        forEach(file -> {
            if (file.toString().endsWith(PROOF)) {
                DurableFiles.read(file)
                        .map(this::parse)
                        .filter(proof -> proof.revealUntil().isAfter(now))
                        .ifPresent(open::add);
            }
        });
        return open;
    }

    @Override
    public void forgetBefore(long epoch) {
        forEach(file -> {
            String name = file.getFileName().toString();
            int dash = name.indexOf('-');
            if (dash > 0 && Long.parseLong(name, 0, dash, 10) < epoch) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    private void forEach(Consumer<Path> visit) {
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(visit);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private Path file(long epoch, Bytes32 challengeId, String suffix) {
        return folder.resolve(epoch + "-" + challengeId.toString().substring(2) + suffix);
    }

    private Proof parse(byte[] bytes) {
        try {
            return json.readValue(bytes, Proof.class);
        } catch (IOException e) {
            throw new UncheckedIOException("A stored proof is damaged", e);
        }
    }
}
