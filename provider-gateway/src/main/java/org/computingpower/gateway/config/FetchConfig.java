package org.computingpower.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keys {@code fetch.*}: how an application's YAML is fetched. */
@ConfigMapping(prefix = "fetch")
public interface FetchConfig {
    /**
     * Origins (exact scheme, host and port) that are exempt from https and from the address checks. For development on
     * one machine; refused outside the local profile.
     */
    Optional<List<URI>> dangerousAllowedOrigins();

    /** Largest YAML, bytes. */
    @WithDefault("1048576")
    int maxBytes();

    /** Time for the whole fetch. */
    @WithDefault("5S")
    Duration timeout();
}
