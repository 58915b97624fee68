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

    /** The block of that number, if it is known, and the one with the highest number. */
    Uni<Named> named(SqlClient client, long number);

    /**
     * A block that somebody named and the last one.
     *
     * @param block the one named; empty if it is not finalized or forgotten
     * @param latest the one with the highest number; empty before the first
     */
    record Named(Optional<FinalizedBlock> block, Optional<FinalizedBlock> latest) {}

    /** The known ones of these blocks. */
    Uni<Map<Long, FinalizedBlock>> find(SqlClient client, Collection<Long> numbers);

    /** Removes blocks older than {@code before}. */
    Uni<Void> forget(SqlClient client, Instant before);
}
