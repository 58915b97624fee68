package org.computingpower.attestation.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Keys of attestation. */
@ConfigMapping(prefix = "attestation")
public interface AttestationConfig {
    /** Where collateral comes from. */
    Collateral collateral();

    /** What quotes must lead to. */
    TrustRoot trustRoot();

    /** How evidence is taken. */
    Submission submission();

    /** How evidence is judged. */
    Judging judging();

    /** Where collateral comes from. */
    interface Collateral {
        /** Base of a PCS or PCCS, before {@code /sgx/certification/v4}. */
        URI url();

        /** Where the revocation list of the root is; default {@code <url>/sgx/certification/v4/rootcacrl}, as a PCCS has it. */
        Optional<URI> rootCrlUrl();

        /** Longest time of one request, 1 to 60 s. */
        @WithDefault("10s")
        Duration timeout();

        /** Longest time until collateral is fetched again, 1 min to 24 h. */
        @DurationMin(minutes = 1)
        @DurationMax(days = 1)
        @WithDefault("12h")
        Duration refresh();

        /** Shortest time between two fetches of the same collateral that failed, 1 s to 1 h. */
        @WithDefault("10s")
        Duration retry();
    }

    /** What quotes must lead to. */
    interface TrustRoot {
        /** Root certificate in PEM; Intel's pinned root if absent. A simulated one is refused outside profile local. */
        Optional<Path> file();
    }

    /** How evidence is taken. */
    interface Submission {
        /** Submissions in progress at a time, each of at most 256 KiB; more are answered with 503. 1 to 10000. */
        @Min(1)
        @Max(10_000)
        @WithDefault("256")
        int maxInProgress();

        /** Most submissions that share a transaction, 1 to 1000. */
        @Min(1)
        @Max(1000)
        @WithDefault("64")
        int maxBatch();
    }

    /** How evidence is judged. */
    interface Judging {
        /** Threads that verify quotes and signatures, 1 to 64. */
        @Min(1)
        @Max(64)
        @WithDefault("2")
        int threads();

        /** Most evidence judged at a time, 1 to 1000. */
        @Min(1)
        @Max(1000)
        @WithDefault("100")
        int maxBatch();

        /** How long a judgment waits for registration, block, policy or collateral before it refuses, up to 10 min. */
        @WithDefault("60s")
        Duration patience();
    }
}
