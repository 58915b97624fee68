package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.attestation.domain.FinalizedBlock;

/** Finalized blocks, for as long as evidence may name them. */
public interface BlockStore {
    /** Adds blocks; known ones stay as they are. */
    Uni<Void> add(SqlClient transaction, List<FinalizedBlock> blocks);

    /** The block with the highest number. */
    Uni<Optional<FinalizedBlock>> latest(SqlClient client);

    /** The known ones of these blocks, and the one with the highest number. */
    Uni<Named> named(SqlClient client, Collection<Long> numbers);

    /**
     * Blocks that somebody named and the last one.
     *
     * @param blocks by number; those that are not finalized, or forgotten, are missing
     * @param latest the one with the highest number; empty before the first
     */
    record Named(Map<Long, FinalizedBlock> blocks, Optional<FinalizedBlock> latest) {
        /** Copies the map. */
        public Named {
            blocks = Map.copyOf(blocks);
        }

        /** The block of a number. */
        public Optional<FinalizedBlock> block(long number) {
            return Optional.ofNullable(blocks.get(number));
        }
    }

    /** The known ones of these blocks. */
    Uni<Map<Long, FinalizedBlock>> find(SqlClient client, Collection<Long> numbers);

    /** Removes blocks older than {@code before}. */
    Uni<Void> forget(SqlClient client, Instant before);
}
