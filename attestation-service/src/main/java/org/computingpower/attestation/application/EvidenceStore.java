package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;

/** Evidence as published. */
public interface EvidenceStore {
    /** Takes the block of each for its node; which of them got it: no evidence of the node over it was taken or published before. */
    Uni<Set<UUID>> claimBlocks(SqlClient transaction, List<EvidenceSubmitted> evidence);

    /** Adds published evidence; of several over one block of a node the first counts, the others are left out. */
    Uni<Void> add(SqlClient transaction, List<EvidenceSubmitted> evidence, Instant receivedAt);

    /** Evidence that is due to be judged, the oldest first. */
    Uni<List<PendingEvidence>> pending(SqlClient client, Instant now, int limit);

    /** Puts judgments off. */
    Uni<Void> postpone(SqlClient client, List<UUID> evidenceIds, Instant until);
}
