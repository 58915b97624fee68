package org.computingpower.attestation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.computingpower.attestation.Samples;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does with its trust root at start, where an exception ends the process. */
class MarketProducerTest {
    private static final String LOCAL = Samples.marketJson(Samples.PKI);
    private static final String SIMULATED_PRODUCTION = LOCAL.replace("\"profile\": \"local\"", "\"profile\": \"prod\"")
            .replace("\"validatorThreshold\": 1", "\"validatorThreshold\": 3")
            .replace("\"validators\": [", "\"validators\": [" + validator(2) + validator(3) + validator(4));
    private static final String PRODUCTION = SIMULATED_PRODUCTION
            .replace("SIMULATED", "INTEL")
            .replace(hash(Samples.PKI.trustRoot()), hash(TrustRoot.intel()));

    @TempDir
    private Path folder;

    private record File(Path file, Optional<String> sha256, boolean verifyOnChain) implements MarketConfig {}

    private record Endpoint(URI url, Optional<URI> rootCrlUrl, Duration timeout, Duration refresh, Duration retry)
            implements AttestationConfig.Collateral {}

    private record Intake(int maxInProgress, int maxBatch) implements AttestationConfig.Submission {}

    private record Limits(int threads, int maxBatch, Duration patience) implements AttestationConfig.Judging {}

    private record Config(
            AttestationConfig.Collateral collateral,
            AttestationConfig.TrustRoot trustRoot,
            AttestationConfig.Submission submission,
            AttestationConfig.Judging judging)
            implements AttestationConfig {}

    private static String validator(int key) {
        return "{\"address\": \"%s\", \"url\": \"http://127.0.0.1:%d\"},"
                .formatted(Samples.key(key).address(), key);
    }

    private static String hash(TrustRoot root) {
        return root.sha256().hex();
    }

    private TrustRoot startWith(String market, Optional<Bytes> rootPem) throws IOException {
        Path marketFile = Files.writeString(folder.resolve("market.json"), market);
        Optional<Path> rootFile = Optional.empty();
        if (rootPem.isPresent()) {
            rootFile = Optional.of(
                    Files.write(folder.resolve("root.pem"), rootPem.get().toByteArray()));
        }
        Optional<Path> configured = rootFile;
        Duration limit = Duration.ofSeconds(1);
        return new MarketProducer()
                .market(
                        new File(marketFile, Optional.empty(), false),
                        new Config(
                                new Endpoint(URI.create("http://127.0.0.1:9"), Optional.empty(), limit, limit, limit),
                                () -> configured,
                                new Intake(1, 1),
                                new Limits(1, 1, limit)))
                .trustRoot();
    }

    @Test
    void startsInProductionUnderIntelsPinnedRootAlone() throws IOException {
        assertThat(startWith(PRODUCTION, Optional.empty())).isEqualTo(TrustRoot.intel());
    }

    @Test
    void doesNotStartInProductionWithASimulatedRoot() {
        assertThatThrownBy(() -> startWith(PRODUCTION, Optional.of(Samples.PKI.rootPem())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("trusts Intel's root only");
    }

    @Test
    void doesNotStartInProductionWhenTheMarketFileNamesASimulatedRoot() {
        assertThatThrownBy(() -> startWith(SIMULATED_PRODUCTION, Optional.of(Samples.PKI.rootPem())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("trusts Intel's root only, not SIMULATED");
        assertThatThrownBy(() -> startWith(PRODUCTION.replace("INTEL", "SIMULATED"), Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("trusts Intel's root only, not SIMULATED");
    }

    @Test
    void startsInALocalMarketUnderItsSimulatedRoot() throws IOException {
        assertThat(startWith(LOCAL, Optional.of(Samples.PKI.rootPem()))).isEqualTo(Samples.PKI.trustRoot());
    }
}
