package org.computingpower.order.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Keys of the order-service. What users agree on stands in the market file instead. */
@ConfigMapping(prefix = "order")
public interface OrderConfig {
    /** Time an acceptance needs to be known everywhere before its first paid epoch begins; 1 s to one epoch. */
    @WithDefault("3s")
    Duration activationLead();

    /** How long an order may be held in all while its node's attestation is not valid; then it ends. Less than an epoch ends it at once. */
    @WithDefault("24h")
    Duration attestationHoldLimit();

    /** How long a deposit made in time may take to become final, after which a signed order expires. */
    @WithDefault("30s")
    Duration escrowFinality();

    /** Largest difference between the time in a signed statement and its receipt. */
    @WithDefault("10m")
    Duration statementSkew();

    /** Unfunded reservations per account and per wallet, 1 to 100. */
    @Min(1)
    @Max(100)
    @WithDefault("2")
    int unfundedLimit();

    /** How often orders whose time has come are looked for, at least 1 s. */
    @WithDefault("1s")
    Duration timeoutInterval();
}
