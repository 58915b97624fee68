package org.computingpower.challenge.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.computingpower.power.round.BeaconKind;

/** Keys of this service; those of the market stand in the market file. */
@ConfigMapping(prefix = "challenge")
public interface ChallengeConfig {
    /** How often what is due is looked for; the precision of T0. 10 to 200 ms. */
    @WithDefault("25ms")
    Duration tick();

    /** After an epoch's start until its roster is fixed; less than the market's earliest T0. */
    @WithDefault("400ms")
    Duration rosterFixDelay();

    /**
     * Where T0 and seed of rounds come from: {@code commit-reveal}, {@code drand} (quicknet), or {@code fixed}, which is refused outside tests. The
     * same at all validators of a market.
     */
    @WithDefault("commit-reveal")
    BeaconKind beacon();

    /**
     * Endpoints of drand's HTTP interface, without the chain hash; all are asked, the first right answer counts. Only for {@code beacon=drand}, then
     * 1 to 8.
     */
    Optional<List<URI>> drandUrls();

    /**
     * How far a leader's call and secret may be from the instant that the secret fixes, how late after it the last secret may come, or how late the
     * drawn drand round may become known.
     */
    @WithDefault("2s")
    Duration callTolerance();

    /** Threads that check signatures and proofs, 1 to 64. */
    @Min(1)
    @Max(64)
    @WithDefault("2")
    int checkThreads();

    /** Commits and reveals that may be on their way from arrival to receipt; more are answered with 503. 100 to 100000. */
    @Min(100)
    @Max(100_000)
    @WithDefault("20000")
    int maxWaitingAnswers();

    /**
     * Heap that commits and reveals may take on their way from arrival to receipt: 8 KiB each and four times a reveal's nonces; more are answered
     * with 503. A quarter is for commits alone. 1 MiB to 16 GiB.
     */
    @Min(1 << 20)
    @Max(1L << 34)
    @WithDefault("67108864")
    long maxWaitingBytes();

    /** For how long a closed round's answers and verdicts are kept; appeals recompute from them. At least 7 days. */
    @WithDefault("730d")
    Duration keepRounds();

    /** Events of the round stream that a client can resume from, 16 to 10000. */
    @Min(16)
    @Max(10_000)
    @WithDefault("256")
    int streamBuffer();

    /** Streams open at once; more are answered with 503. 1 to 100000. */
    @Min(1)
    @Max(100_000)
    @WithDefault("20000")
    int maxStreams();

    /** Time between two comments that keep idle streams open. */
    @WithDefault("10s")
    Duration keepAlive();

    /** Receipts that may wait for one other validator and one kind of answer, in bytes; more are dropped. 1 MiB to 1 GiB. */
    @Min(1 << 20)
    @Max(1 << 30)
    @WithDefault("33554432")
    long peerQueueBytes();

    /** How often waiting batches are looked at. */
    @WithDefault("250ms")
    Duration cosignInterval();
}
