package org.computingpower.relayer.config;

import java.util.UUID;
import org.computingpower.relayer.adapter.postgres.Database;

/**
 * This process as a holder of leases.
 *
 * @param database where leases are
 * @param instance one identity for all of them; a new process is a new holder
 */
record Leaseholder(Database database, UUID instance) {

    /** Gives up all leases, so that the next process need not wait until they run out. */
    void release() {
        database.releaseLeases(instance);
    }
}
