package org.computingpower.attestation.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the market file is and how it is checked at start. */
@ConfigMapping(prefix = "market")
public interface MarketConfig {
    /** Path of {@code market.json}. */
    Path file();

    /** SHA-256 that the file must have, {@code 0x} hex. */
    Optional<String> sha256();

    /** Whether NodeRegistry is asked for the hash; the service does not start on a mismatch. */
    @WithDefault("false")
    boolean verifyOnChain();
}
