package org.computingpower.challenge.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.fixture.Directories;
import org.computingpower.kit.fixture.MarketBus;
import org.jspecify.annotations.Nullable;

/** A market file and a validator key in a temporary directory; the market began a hundred epochs ago. */
public final class MarketResource implements QuarkusTestResourceLifecycleManager {

    /** What the service reads and writes. */
    public static final String TOPICS = "registry.nodes.v1,order.orders.v1,settlement.orders.v1,settlement.batches.v1,"
            + "chain.heads.v1,challenge.rounds.v1,challenge.verdicts.v1,challenge.cosignatures.v1";

    private static final int EPOCHS_AGO = 100;

    private @Nullable Path directory;

    /** The market around a validator, which reads all that validators publish. */
    static MarketBus bus(String bootstrapServers) {
        return new MarketBus(
                bootstrapServers,
                TopicNames.CHALLENGE_ROUNDS,
                TopicNames.CHALLENGE_VERDICTS,
                TopicNames.CHALLENGE_COSIGNATURES);
    }

    @Override
    public Map<String, String> start() {
        long now = InstantSource.system().instant().getEpochSecond();
        long genesis = now - (long) EPOCHS_AGO * TestMarket.EPOCH_SECONDS;
        try {
            Path files = Directories.temporary("challenge-");
            directory = files;
            Path market = files.resolve("market.json");
            Files.write(market, new ObjectMapper().writeValueAsBytes(TestMarket.file(genesis, 1, 1)));
            Path key = files.resolve("validator.key");
            Files.writeString(
                    key,
                    TestMarket.validators(1).getFirst().dangerousSecretBytes().toString());
            return Map.of("market.file", market.toString(), "validator.key-file", key.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (directory != null) {
            Directories.deleteRecursively(directory);
        }
    }
}
