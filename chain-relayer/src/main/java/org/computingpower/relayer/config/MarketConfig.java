package org.computingpower.relayer.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Which market this is. */
@ConfigMapping(prefix = "market")
public interface MarketConfig {

    /** The market file. */
    Path file();

    /** SHA-256 that the file must have, 0x and 64 hex digits. */
    Optional<String> sha256();

    /** Whether the file's hash must be the one in NodeRegistry; the service does not start otherwise. */
    @WithDefault("false")
    boolean verifyOnChain();
}
