package org.computingpower.relayer.application;

import io.smallrye.mutiny.Uni;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.relayer.domain.ChainBlock;
import org.jspecify.annotations.Nullable;

/** Reads for the API. */
public interface ChainReading {

    /** Where the relayer stands. */
    Uni<Status> status();

    /** A block as the follower keeps it; empty if it keeps none at that height. */
    Uni<Optional<Block>> block(long number);

    /**
     * Intents in the order they came.
     *
     * @param after position to begin after
     * @param limit most intents
     */
    Uni<List<IntentView>> intents(long after, int limit);

    /** One intent; empty if unknown. */
    Uni<Optional<IntentView>> intent(String id);

    /**
     * Where the relayer stands.
     *
     * @param finalized highest final block
     * @param head highest block followed
     * @param halted why nothing moves
     * @param pendingIntents intents that are not final
     */
    record Status(
            Optional<ChainBlock> finalized, Optional<ChainBlock> head, Optional<String> halted, long pendingIntents) {}

    /**
     * A block.
     *
     * @param block the block
     * @param isFinal whether it is finalized
     */
    record Block(ChainBlock block, boolean isFinal) {}

    /**
     * An intent with its transaction and attempts.
     *
     * @param position order of arrival
     * @param transaction null before a nonce was given to it
     */
    record IntentView(
            long position,
            String id,
            String kind,
            String state,
            @Nullable String outcome,
            @Nullable String reason,
            int postponed,
            Instant createdAt,
            @Nullable Instant finishedAt,
            @Nullable TransactionView transaction) {}

    /**
     * A transaction.
     *
     * @param txHash hash of the attempt in a finalized block; null before
     */
    record TransactionView(
            String key,
            long nonce,
            long gasLimit,
            @Nullable String txHash,
            @Nullable Long blockNumber,
            @Nullable Boolean executed,
            List<AttemptView> attempts) {}

    /** One signed form. */
    record AttemptView(
            int number,
            String hash,
            BigInteger maxFeePerGas,
            BigInteger maxPriorityFeePerGas,
            Instant signedAt,
            @Nullable Instant publishedAt) {}
}
