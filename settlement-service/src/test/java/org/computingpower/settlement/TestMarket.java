package org.computingpower.settlement;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.computingpower.events.EventJson;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.MarketDomains;

/** A market with three validators of which two must agree; its file is written for the service under test. */
public final class TestMarket implements QuarkusTestResourceLifecycleManager {

    static final List<SigningKey> VALIDATORS = List.of(key("validator 0"), key("validator 1"), key("validator 2"));
    static final SigningKey STRANGER = key("stranger");
    static final Address TREASURY = key("treasury").address();
    static final Address REWARDS = key("rewards").address();
    static final MarketFile FILE = file();
    static final MarketDomains DOMAINS = FILE.domains();
    static final EpochClock CLOCK = FILE.epochClock();

    static SigningKey key(String name) {
        return SigningKey.of(Digests.keccak256OfText(name));
    }

    private static MarketFile file() {
        return new MarketFile(
                "test",
                "local",
                31_337,
                List.of(URI.create("http://127.0.0.1:1")),
                new MarketFile.Contracts(
                        key("NodeRegistry").address(),
                        key("StakeManager").address(),
                        key("OrderEscrow").address(),
                        key("ValidatorSet").address(),
                        key("token").address()),
                "CPT",
                18,
                1,
                1_700_000_000,
                15,
                new MarketFile.Proof(512, 512, 384, 4_000, 8_000, 10_000, 11_000, 1_024, 1_000, 3_000),
                500,
                2_000,
                new MarketFile.Orders(3, 120, 120, 120, 4, 3, TokenAmount.of(1), 3_000),
                new MarketFile.Settlement(2, 5, 15),
                new MarketFile.Attestation(86_400, 3_600),
                VALIDATORS.stream()
                        .map(key -> new MarketFile.Validator(key.address(), URI.create("http://127.0.0.1:1")))
                        .toList(),
                2,
                1,
                Bytes32.ZERO,
                "SIMULATED");
    }

    @Override
    public Map<String, String> start() {
        try {
            Path file = Files.createTempFile("market", ".json");
            byte[] bytes = EventJson.newMapper().writeValueAsBytes(FILE);
            Files.write(file, bytes);
            file.toFile().deleteOnExit();
            return Map.of(
                    "market.file", file.toString(),
                    "market.sha256", MarketFile.hashOf(bytes).toString(),
                    "settlement.scheduler-enabled", "false",
                    "settlement.reconciliation.rpc-urls",
                            FakeEscrow.INSTANCE.url().toString(),
                    "settlement.reconciliation.patience", "1s",
                    "settlement.validator-rewards-account", REWARDS.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The file is deleted with the JVM.
    }
}
