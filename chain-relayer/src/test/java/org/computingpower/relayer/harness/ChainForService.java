package org.computingpower.relayer.harness;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.computingpower.kit.fixture.Directories;
import org.computingpower.terms.Digests;
import org.jspecify.annotations.Nullable;

/** Gives a Quarkus test a chain that mines each second, with the contracts, a market file and a key file. */
public final class ChainForService implements QuarkusTestResourceLifecycleManager {

    private @Nullable TestChain chain;
    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        TestChain started = TestChain.start();
        chain = started;
        TestMarket market = TestMarket.deploy(started);
        started.fund(TestMarket.nodeKey("relayer").address());
        started.mineBySeconds();
        try {
            Path files = Directories.temporary("relayer-");
            directory = files;
            Path file = Files.writeString(files.resolve("market.json"), market.file());
            Path key = Files.writeString(
                    files.resolve("key"),
                    TestMarket.nodeKey("relayer").dangerousSecretBytes().toString());
            return Map.of(
                    "market.file", file.toString(),
                    "market.sha256", Digests.sha256(Files.readAllBytes(file)).toString(),
                    "relayer.signer.key-file", key.toString(),
                    "relayer.poll-interval", "250ms");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (chain != null) {
            chain.close();
        }
        if (directory != null) {
            Directories.deleteRecursively(directory);
        }
    }
}
