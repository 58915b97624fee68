package org.computingpower.kit;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;

/** Keys of the kit; every service sets {@code kit.schema}. */
@StaticInitSafe
@ConfigMapping(prefix = "kit")
public interface KitConfig {
    /** PostgreSQL schema of the service: {@code [a-z][a-z0-9_]*}, at most 40 characters. Also in the search path. */
    @Pattern(regexp = "[a-z][a-z0-9_]{0,39}")
    String schema();

    /** Value of {@code ce_source}; default {@code /<application name>}. A validator adds its address. */
    @NotBlank
    String eventSource();

    /** Relay of the outbox. */
    Outbox outbox();

    /** Consumers. */
    Consumer consumer();

    /** Idempotent requests. */
    Idempotency idempotency();

    /** Relay of the outbox. */
    interface Outbox {
        /** Whether this process relays; false only in tools. */
        @WithDefault("true")
        boolean enabled();

        /** Longest wait before the relay looks again without a notification; 50 to 200 ms. */
        @WithDefault("100ms")
        Duration pollInterval();

        /** Events per round, 1 to 5000. */
        @Min(1)
        @Max(5_000)
        @WithDefault("500")
        int maxBatch();

        /** Waiting events above which new ones are refused with 503, at least 1. */
        @Min(1)
        @WithDefault("1000000")
        int maxBacklog();
    }

    /** Consumers. */
    interface Consumer {
        /** Whether this process consumes; false only in tools. */
        @WithDefault("true")
        boolean enabled();

        /** Text before the consumer's name in the Kafka group id; a new prefix reads from the earliest event. */
        @WithDefault("-")
        String groupPrefix();

        /** Events per transaction, 1 to 5000. */
        @Min(1)
        @Max(5_000)
        @WithDefault("500")
        int maxBatch();

        /** Longest time of one transaction before it counts as failed. */
        @WithDefault("60s")
        Duration transactionTimeout();

        /** Longest pause between two attempts after a transient failure. */
        @WithDefault("30s")
        Duration maxBackoff();

        /** How often released and healed events are looked for when nothing arrives. */
        @WithDefault("2s")
        Duration healInterval();
    }

    /** Idempotent requests. */
    interface Idempotency {
        /** How long a first answer is kept. */
        @WithDefault("7d")
        Duration retention();
    }
}
