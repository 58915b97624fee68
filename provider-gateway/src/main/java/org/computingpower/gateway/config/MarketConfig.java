package org.computingpower.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Keys {@code market.*}, the same in every service. */
@ConfigMapping(prefix = "market")
public interface MarketConfig {
    /** The market file. */
    Path file();

    /** SHA-256 that the file must have, {@code 0x} hex. */
    Optional<String> sha256();

    /** Whether NodeRegistry is asked for the file's hash at start. */
    @WithDefault("false")
    boolean verifyOnChain();
}
