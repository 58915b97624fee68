package org.computingpower.registry.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;

/** Keys of the registry. */
@ConfigMapping(prefix = "registry")
public interface RegistryConfig {
    /** Origin under which people reach the platform; domain and URI of sign-in messages must equal it. */
    URI publicOrigin();

    /** Life of a sign-in nonce, 1 to 10 minutes. */
    @WithDefault("5m")
    Duration nonceLifetime();

    /** Epochs between a change of a node and the roster that counts it, 1 to 10: lead for the slowest consumer. */
    @Min(1)
    @Max(10)
    @WithDefault("2")
    int rosterLeadEpochs();

    /**
     * Epochs between two requests to rate a node anew, 5 to 10,000: a rating takes three rounds and two epochs of lead,
     * and who draws often enough draws a lucky one.
     */
    @Min(5)
    @Max(10_000)
    @WithDefault("24")
    int ratingPauseEpochs();
}
