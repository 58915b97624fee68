package org.computingpower.settlement.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Keys of this service; the market's own numbers come from the market file. */
@ConfigMapping(prefix = "settlement")
public interface SettlementConfig {

    /**
     * How long after the end of an epoch its windows are settled, 0 to 60 s: an end of service within the epoch must have arrived by then,
     * because a window that is settled is never taken back.
     */
    @WithDefault("2s")
    Duration windowDelay();

    /**
     * How long after its start the service only listens, 0 to 1 h: what was published while it was away must be read before silence counts as
     * silence of the validators.
     */
    @WithDefault("10s")
    Duration catchUp();

    /** Orders advanced in one transaction, 1 to 1000. */
    @Min(1)
    @Max(1_000)
    @WithDefault("200")
    int maxOrdersPerTransaction();

    /**
     * The contract's account for the validators' share of the fees; withdrawals to it are taken from VALIDATOR_REWARD. Without it every fee
     * withdrawal is taken from PLATFORM_FEE.
     */
    Optional<String> validatorRewardsAccount();

    /** Whether this process settles windows and proposes batches by itself; false only in tools and tests. */
    @WithDefault("true")
    boolean schedulerEnabled();

    /** Comparing the ledger with the contracts. */
    Reconciliation reconciliation();

    /** Comparing the ledger with the contracts. */
    interface Reconciliation {
        /** Time between two comparisons, 1 min to 1 day. */
        @DurationMin(minutes = 1)
        @DurationMax(days = 1)
        @WithDefault("1h")
        Duration every();

        /** How long the ledger may take to catch up before a difference counts, 1 s to 5 min. */
        @DurationMin(seconds = 1)
        @DurationMax(minutes = 5)
        @WithDefault("45s")
        Duration patience();

        /** Endpoints instead of those of the market file; may carry credentials. The first that answers is asked. */
        Optional<List<URI>> rpcUrls();
    }
}
