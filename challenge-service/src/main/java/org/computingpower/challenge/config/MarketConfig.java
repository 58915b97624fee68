package org.computingpower.challenge.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the market file is and how it is checked. */
@ConfigMapping(prefix = "market")
public interface MarketConfig {
    /** Path of market.json. */
    Path file();

    /** SHA-256 that the file must have, 0x hex; optional. */
    Optional<String> sha256();

    /** Whether NodeRegistry is asked for the file's hash at start. */
    @WithDefault("false")
    boolean verifyOnChain();
}
