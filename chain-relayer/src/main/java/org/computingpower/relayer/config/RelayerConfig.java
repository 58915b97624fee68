package org.computingpower.relayer.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Keys of this service. Exactly one signer must be configured. */
@ConfigMapping(prefix = "relayer")
public interface RelayerConfig {

    /** Whether the two workers run; false only in tools and tests. */
    @WithDefault("true")
    boolean enabled();

    /** Pause between two polls; 250 to 500 ms locally, a quarter of the block time elsewhere. */
    @WithDefault("500ms")
    Duration pollInterval();

    /** How long a lease lasts without renewal; longer than the longest database wait of 10 s. */
    @WithDefault("15s")
    Duration leaseTerm();

    /** Endpoints. */
    Rpc rpc();

    /** Sending. */
    Send send();

    /** Following. */
    Follow follow();

    /** The key. */
    Signer signer();

    /** Endpoints. */
    interface Rpc {
        /** Endpoints instead of those of the market file; may carry credentials. */
        Optional<List<URI>> urls();

        /** Longest wait for one answer. */
        @WithDefault("10s")
        Duration timeout();

        /** Blocks that an endpoint's head may be behind the best one, 0 to 1000. */
        @Min(0)
        @Max(1_000)
        @WithDefault("5")
        int maxHeadLag();

        /** Endpoints that must agree on finality; default a majority. */
        OptionalInt finalityQuorum();
    }

    /** Sending. */
    interface Send {
        /** Ceiling of the fee per gas of every attempt, in wei. Default 500 gwei. */
        @WithDefault("500000000000")
        BigInteger maxFeePerGas();

        /** Most wei that one UTC day's transactions may cost. Default 1 ether. */
        @WithDefault("1000000000000000000")
        BigInteger dailyGasBudget();

        /** Blocks without receipt after which an attempt is replaced, 1 to 1000. */
        @Min(1)
        @Max(1_000)
        @WithDefault("3")
        int bumpAfterBlocks();

        /** Time without receipt after which an attempt is replaced. */
        @WithDefault("36s")
        Duration bumpAfter();

        /** Transactions that may wait for finality at once, 1 to 64 (geth keeps 64 per account). */
        @Min(1)
        @Max(64)
        @WithDefault("16")
        int maxInFlight();

        /** How long a nonce anomaly may be an endpoint's fault before the key is stopped. */
        @WithDefault("2m")
        Duration anomalyGrace();
    }

    /** Following. */
    interface Follow {
        /** Blocks read one by one in a poll, 1 to 1000. */
        @Min(1)
        @Max(1_000)
        @WithDefault("50")
        int maxBlocksPerPoll();

        /** Blocks per range query while far behind, 1 to 10000. */
        @Min(1)
        @Max(10_000)
        @WithDefault("1000")
        int backfillRange();
    }

    /** The key: one of the three forms. */
    interface Signer {
        /** File with the private key as 64 hex digits, with or without 0x; only in a market of profile local. */
        Optional<Path> keyFile();

        /** Keystore v3 file. */
        Optional<Path> keystoreFile();

        /** File with the keystore's password in its first line. */
        Optional<Path> keystorePasswordFile();

        /** Base address of web3signer. */
        Optional<URI> web3signerUrl();

        /** The key's public half at web3signer: 0x and 128 hex digits. */
        Optional<String> web3signerPublicKey();
    }
}
